package io.viralforge.worker.media;

import io.viralforge.recipe.Cue;
import java.text.BreakIterator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A cue as it is said: its words, where they stand in its text, and when they begin.
 *
 * @param text words with one blank or line break between
 * @param words none when nothing of it can be drawn
 */
record Speech(Duration from, Duration to, String text, List<Word> words) {
    /**
     * What is said in one go.
     *
     * @param begin where it begins in the text
     * @param end where it has ended in the text
     */
    record Word(int begin, int end, Duration start) {
        private Word until(int newEnd) {
            return new Word(begin, newEnd, start);
        }
    }

    Speech {
        words = List.copyOf(words);
    }

    /**
     * Of a cue.
     *
     * @param spelled how a word is written; empty: it cannot be
     */
    static Speech of(Cue cue, UnaryOperator<String> spelled) {
        var text = new StringBuilder();
        var words = new ArrayList<Word>();
        List<String> said = cue.words();
        List<Duration> starts = cue.wordStarts();
        boolean isNewLine = false;
        int at = 0;
        for (int i = 0; i < starts.size(); i++) {
            String word = said.get(i);
            int begin = cue.text().indexOf(word, at);
            isNewLine |= cue.text().substring(at, begin).contains("\n");
            at = begin + word.length();
            String written = spelled.apply(word);
            if (!written.isEmpty()) {
                text.append(text.isEmpty() ? "" : isNewLine ? "\n" : " ");
                isNewLine = false;
                Duration next = i + 1 < starts.size() ? starts.get(i + 1) : cue.to();
                boolean isSaid = words.isEmpty() || !isSigns(written);
                words.addAll(isSaid ? parts(written, text.length(), starts.get(i), next) : List.of());
                text.append(written);
                words.set(words.size() - 1, words.getLast().until(text.length()));
            }
        }
        return new Speech(cue.from(), cue.to(), text.toString(), words);
    }

    /** A dash, or quotes: they belong to the word before. A picture does not: it is as good as a word. */
    private static boolean isSigns(String written) {
        return written.codePoints().allMatch(c -> switch (Character.getType(c)) {
            case Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION -> true;
            default -> false;
        });
    }

    /** One word, or the several that stand without blanks between them, each with its share of the time. */
    private static List<Word> parts(String written, int at, Duration from, Duration to) {
        var parts = new ArrayList<Word>();
        if (written.codePoints().allMatch(LineBreaker::isSpaced)) {
            return List.of(new Word(at, at + written.length(), from));
        }
        var breaks = BreakIterator.getWordInstance(LineBreaker.locale(written));
        breaks.setText(written);
        int begin = 0;
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            // Signs that are not said belong to what stands before them.
            if (end == written.length() || Character.isLetterOrDigit(written.codePointAt(end))) {
                Duration start = from.plus(to.minus(from).multipliedBy(begin).dividedBy(written.length()));
                parts.add(new Word(at + begin, at + end, start));
                begin = end;
            }
        }
        return parts;
    }

    /** Some words at a time, each until the next are said; a sentence ends its own. */
    List<Speech> pages(int most) {
        var pages = new ArrayList<Speech>();
        int first = 0;
        for (int i = 0; i < words.size(); i++) {
            boolean isLast = i == words.size() - 1;
            if (isLast || i - first == most - 1 || isSentence(words.get(i))) {
                pages.add(page(first, i, isLast ? to : words.get(i + 1).start()));
                first = i + 1;
            }
        }
        return pages;
    }

    private Speech page(int first, int last, Duration until) {
        int begin = words.get(first).begin();
        List<Word> own = words.subList(first, last + 1).stream()
                .map(word -> new Word(word.begin() - begin, word.end() - begin, word.start()))
                .toList();
        String part = text.substring(begin, words.get(last).end()).replace('\n', ' ');
        return new Speech(first == 0 ? from : words.get(first).start(), until, part, own);
    }

    private boolean isSentence(Word word) {
        return ".!?…。！？؟।".indexOf(text.charAt(word.end() - 1)) >= 0;
    }
}
