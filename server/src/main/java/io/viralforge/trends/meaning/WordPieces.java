package io.viralforge.trends.meaning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Cuts text into the pieces that BERT's uncased models were taught with, as their published description of it says. */
final class WordPieces {
    private static final int LONGEST_WORD = 100;
    private static final String INNER = "##";
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\uFFFD&&[^\\s]]");
    private static final Pattern ACCENT = Pattern.compile("\\p{Mn}+");

    /** A word, or one character of those that stand alone: punctuation, ASCII's symbols, Chinese characters. */
    private static final Pattern ALONE =
            Pattern.compile("[\\p{P}$+<=>^`|~\\p{IsHan}]|[^\\s\\p{P}$+<=>^`|~\\p{IsHan}]+");

    private final Map<String, Integer> vocabulary = new HashMap<>();
    private final int most;
    private final long begin;
    private final long end;
    private final long unknown;

    /** @param tokenizer a tokenizer.json */
    WordPieces(InputStream tokenizer) throws IOException {
        JsonNode description = new ObjectMapper().readTree(tokenizer);
        description
                .at("/model/vocab")
                .properties()
                .forEach(
                        piece -> vocabulary.put(piece.getKey(), piece.getValue().intValue()));
        most = description.at("/truncation/max_length").intValue();
        begin = id("[CLS]");
        end = id("[SEP]");
        unknown = id("[UNK]");
    }

    /** Their numbers between the marks of begin and end; what is too long is cut. */
    long[] of(String text) {
        String plain = UNSEEN.matcher(text).replaceAll("");
        String bare =
                ACCENT.matcher(Normalizer.normalize(plain, Normalizer.Form.NFD)).replaceAll("");
        LongStream pieces =
                ALONE.matcher(bare.toLowerCase(Locale.ROOT)).results().flatMapToLong(word -> pieces(word.group()));
        return LongStream.concat(LongStream.concat(LongStream.of(begin), pieces.limit(most - 2L)), LongStream.of(end))
                .toArray();
    }

    /** From the left the longest that there is, and so on; one unknown for all when something is left. */
    private LongStream pieces(String word) {
        LongStream.Builder found = LongStream.builder();
        int from = 0;
        while (from < word.length() && word.length() <= LONGEST_WORD) {
            int to = word.length();
            String lead = from == 0 ? "" : INNER;
            while (to > from && !vocabulary.containsKey(lead + word.substring(from, to))) {
                to--;
            }
            if (to == from) {
                return LongStream.of(unknown);
            }
            found.add(id(lead + word.substring(from, to)));
            from = to;
        }
        return from == 0 ? LongStream.of(unknown) : found.build();
    }

    private int id(String piece) {
        Integer id = vocabulary.get(piece);
        if (id == null) {
            throw new IllegalArgumentException("a vocabulary without " + piece);
        }
        return id;
    }
}
