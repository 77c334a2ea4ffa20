package io.viralforge.recipe;

import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Text as it is kept: harmless to draw, to print and to compare. */
final class Words {
    /** Nothing longer passes any check; composing is not linear, so it is spared for it. */
    private static final int LONGEST_COMPOSED = 2_000;

    private static final Pattern BLANKS = Pattern.compile("\\p{javaWhitespace}+");

    private Words() {}

    /**
     * Composed form; {@code \n} as the only line break and control character; no half of a surrogate pair; no blanks
     * around lines, nor empty lines at either end. Linear in its length, and doing it again changes nothing.
     */
    static String clean(String text) {
        var kept = new StringBuilder(text.length());
        text.replace("\r\n", "\n")
                .codePoints()
                .map(Words::kept)
                .filter(c -> c >= 0)
                .forEach(kept::appendCodePoint);
        var lines = new StringBuilder(kept.length());
        kept.toString()
                .lines()
                .map(String::strip)
                .forEach(line -> lines.append(line).append('\n'));
        String clean = lines.toString().strip();
        return clean.length() > LONGEST_COMPOSED ? clean : Normalizer.normalize(clean, Normalizer.Form.NFC);
    }

    /** What stands between blanks and line breaks in cleaned text. */
    static List<String> of(String clean) {
        return clean.isEmpty() ? List.of() : List.of(BLANKS.split(clean));
    }

    /** When each word begins when they are said evenly from one time to another, with rests at commas and full stops. */
    static List<Duration> spread(List<String> words, Duration from, Duration to) {
        long total = words.stream().mapToLong(Words::weight).sum();
        long millis = to.minus(from).toMillis();
        var starts = new ArrayList<Duration>(words.size());
        long before = 0;
        for (String word : words) {
            starts.add(from.plusMillis(millis * before / total));
            before += weight(word);
        }
        return List.copyOf(starts);
    }

    /** About how long it takes to say, in letters, with the blank after it. */
    private static long weight(String word) {
        return PlainText.weight(word) + 1;
    }

    /** The character that is kept of one, a blank for some that are not; negative: none. */
    static int kept(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\n' || c == '\r' ? '\n' : c == '\t' ? ' ' : -1;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> '\n';
            case Character.SURROGATE -> 0xFFFD;
            default -> c;
        };
    }
}
