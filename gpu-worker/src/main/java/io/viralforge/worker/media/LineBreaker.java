package io.viralforge.worker.media;

import java.lang.Character.UnicodeScript;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Breaks a line of words into as few lines as fit, and those as even as they can be, as a typesetter of captions does:
 * rather where a part of the sentence ends, rather not after an article or a preposition, and with no word left alone.
 * Breaks only where Unicode allows it (UAX 14), and within a word only when it fits no line.
 */
final class LineBreaker {
    /** Scripts without blanks between words. */
    private static final Set<UnicodeScript> UNSPACED = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private static final Locale THAI = Locale.of("th");
    /** What a break costs, where the room that a line leaves costs 0 (none) to 1 (all of it): found by looking. */
    private static final double AFTER_PART = -0.2;

    private static final double AFTER_SHORT_WORD = 0.1;
    private static final double LONELY_WORD = 0.25;
    /** In most languages that have blanks, words as short as this belong to the next. */
    private static final int SHORT = 3;

    private final ToDoubleFunction<String> width;
    private final double widest;

    /**
     * @param width of a text as drawn
     * @param widest that a line may be
     */
    LineBreaker(ToDoubleFunction<String> width, double widest) {
        this.width = width;
        this.widest = widest;
    }

    /** The lines of a text; its own line breaks are kept. */
    List<String> lines(String text) {
        var lines = new ArrayList<String>();
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> lines.addAll(broken(line)));
        return lines;
    }

    private List<String> broken(String line) {
        if (width.applyAsDouble(line) <= widest) {
            return List.of(line);
        }
        return balanced(pieces(line));
    }

    /** What must stay together, with the blanks that follow it. */
    private List<String> pieces(String line) {
        var breaks = BreakIterator.getLineInstance(locale(line));
        breaks.setText(line);
        var pieces = new ArrayList<String>();
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            String piece = line.substring(start, end);
            if (width.applyAsDouble(piece.strip()) <= widest) {
                pieces.add(piece);
            } else {
                cut(piece, pieces);
            }
        }
        return pieces;
    }

    private void cut(String word, List<String> pieces) {
        var characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(word);
        int start = 0;
        int last = 0;
        for (int end = characters.next(); end != BreakIterator.DONE; end = characters.next()) {
            if (last > start && width.applyAsDouble(word.substring(start, end)) > widest) {
                pieces.add(word.substring(start, last));
                start = last;
            }
            last = end;
        }
        pieces.add(word.substring(start));
    }

    /**
     * Least number of lines first; among those, the least sum of squared room left over and of what breaks cost. The
     * classic dynamic program (Knuth and Plass 1981, without hyphens).
     */
    private List<String> balanced(List<String> pieces) {
        int n = pieces.size();
        // Cost of the best way to set the pieces from i on: lines in the whole part, all else in the fraction.
        double[] cost = new double[n + 1];
        int[] next = new int[n + 1];
        Arrays.fill(cost, 0, n, Double.POSITIVE_INFINITY);
        double worst = 2.0 * (n + 1);
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j <= n; j++) {
                String line = joined(pieces, i, j);
                double length = width.applyAsDouble(line);
                if (length > widest && j > i + 1) {
                    break;
                }
                double room = Math.max(0, 1 - length / widest);
                double end = j < n ? breakAfter(line) : i > 0 && isAlone(line) ? LONELY_WORD : 0;
                double total = 1 + (room * room + end) / worst + cost[j];
                if (total < cost[i]) {
                    cost[i] = total;
                    next[i] = j;
                }
            }
        }
        var lines = new ArrayList<String>();
        for (int i = 0; i < n; i = next[i]) {
            lines.add(joined(pieces, i, next[i]));
        }
        return lines;
    }

    private static double breakAfter(String line) {
        if (!Character.isLetterOrDigit(line.codePointBefore(line.length()))) {
            return AFTER_PART;
        }
        int word = line.length() - 1 - line.lastIndexOf(' ');
        return word <= SHORT && isSpaced(line.codePointBefore(line.length())) ? AFTER_SHORT_WORD : 0;
    }

    /** Whether it is one word, of those that have blanks between them. */
    private static boolean isAlone(String line) {
        return line.indexOf(' ') < 0 && isSpaced(line.codePointAt(0));
    }

    /** Whether a character's script has blanks between words. */
    static boolean isSpaced(int c) {
        return !UNSPACED.contains(UnicodeScript.of(c));
    }

    /** Whose rules a text is broken by: all of Unicode's, and for Thai a dictionary. */
    static Locale locale(String text) {
        boolean isThai = text.codePoints().anyMatch(c -> UnicodeScript.of(c) == UnicodeScript.THAI);
        return isThai ? THAI : Locale.ROOT;
    }

    private static String joined(List<String> pieces, int from, int to) {
        return String.join("", pieces.subList(from, to)).strip();
    }
}
