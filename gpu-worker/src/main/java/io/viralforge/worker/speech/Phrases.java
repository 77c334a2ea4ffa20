package io.viralforge.worker.speech;

import io.viralforge.recipe.Cue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Breaks what was heard into captions as a person would who reads them: at ends of sentences, at marks and at rests
 * rather than elsewhere, none too long, too full or too quick. Of all ways the one with the least against it.
 */
public final class Phrases {
    /** Seconds that a caption stays at most, and at least where the next one lets it. */
    private static final double LONGEST = 5;

    private static final double SHORTEST = 1;

    /** Characters that people read in a second. */
    private static final double READING = 20;

    /** Seconds of silence that a caption does not go across, and those that are heard as a break. */
    private static final double PAUSE = 1;

    private static final double REST = 0.25;

    private static final Pattern SENTENCE = Pattern.compile(".*[.!?…][\"')\\]]*");
    private static final Pattern CLAUSE = Pattern.compile(".*[,;:–—-][\"')\\]]*");

    // What speaks against a way, in captions: each one more than needed counts 1.
    private static final double BROKEN = 1;
    private static final double AT_CLAUSE = 0.3;
    private static final double IN_SENTENCE = 1.2;
    private static final double HURRIED = 2;
    private static final double RAGGED = 0.3;

    private final List<Word> words;
    private final int characters;

    private Phrases(List<Word> words, int characters) {
        this.words = words;
        this.characters = characters;
    }

    /**
     * The captions, at most {@link Cue#MOST}, with the times of their words.
     *
     * @param characters at most in one; a longer word has one to itself
     * @param end of all, after which nothing is shown
     */
    public static List<Cue> of(Transcript heard, int characters, Duration end) {
        double last = end.toMillis() / 1e3;
        var phrases = new Phrases(
                heard.words().stream()
                        .filter(word -> word.from() < last && word.text().length() <= Cue.LONGEST_TEXT)
                        .toList(),
                characters);
        return phrases.cues(last);
    }

    private List<Cue> cues(double end) {
        int[] next = best();
        var cues = new ArrayList<Cue>();
        for (int i = 0; i < words.size() && cues.size() < Cue.MOST; i = next[i]) {
            cues.add(cue(i, next[i], next[i] < words.size() ? words.get(next[i]).from() : end));
        }
        return cues;
    }

    /** Where the caption that begins with each word ends: from the last word back, as lines of a paragraph are broken. */
    private int[] best() {
        int n = words.size();
        int[] next = new int[n];
        double[] cost = new double[n + 1];
        Arrays.fill(cost, 0, n, Double.POSITIVE_INFINITY);
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j <= n && (j == i + 1 || isAllowed(i, j)); j++) {
                double total = 1 + against(i, j) + cost[j];
                if (total < cost[i]) {
                    cost[i] = total;
                    next[i] = j;
                }
            }
        }
        return next;
    }

    /** Whether the words from one to before another may be one caption, when those without the last may. */
    private boolean isAllowed(int from, int to) {
        return length(from, to) <= characters
                && words.get(to - 1).to() - words.get(from).from() <= LONGEST
                && words.get(to - 1).from() - words.get(to - 2).to() <= PAUSE;
    }

    private int length(int from, int to) {
        return words.subList(from, to).stream()
                        .mapToInt(word -> word.text().length() + 1)
                        .sum()
                - 1;
    }

    private double against(int from, int to) {
        double room = Math.max(0, characters - length(from, to)) / (double) characters;
        double against = RAGGED * room * room;
        for (Word word : words.subList(from, to - 1)) {
            against += SENTENCE.matcher(word.text()).matches() ? IN_SENTENCE : 0;
        }
        if (to < words.size()) {
            Word last = words.get(to - 1);
            double rest = words.get(to).from() - last.to();
            boolean isClause = CLAUSE.matcher(last.text()).matches() || rest >= REST;
            against += SENTENCE.matcher(last.text()).matches() ? 0 : isClause ? AT_CLAUSE : BROKEN;
            against += HURRIED
                    * Math.max(
                            0,
                            wanted(from, to)
                                    - (words.get(to).from() - words.get(from).from()));
        }
        return against;
    }

    /** Seconds that it should stay. */
    private double wanted(int from, int to) {
        return Math.max(SHORTEST, length(from, to) / READING);
    }

    private Cue cue(int from, int to, double next) {
        double begin = words.get(from).from();
        double end = Math.min(next, Math.max(words.get(to - 1).to(), begin + wanted(from, to)));
        Duration first = millis(begin);
        Duration last = millis(Math.max(end, begin + 1e-3));
        List<Duration> starts = words.subList(from, to).stream()
                .map(word -> millis(word.from()))
                .map(start -> start.compareTo(last) > 0 ? last : start)
                .toList();
        return new Cue(first, last, new Transcript(words.subList(from, to)).text(), starts);
    }

    private static Duration millis(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1e3));
    }
}
