package io.viralforge.worker.media;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Breaks a line of words into as few lines as fit, and those as even as they can be, as a typesetter of captions does.
 * Breaks only where Unicode allows it (UAX 14), and within a word only when it fits no line.
 */
final class LineBreaker {
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
        var breaks = BreakIterator.getLineInstance(Locale.ROOT);
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
     * Least number of lines first; among those, the least sum of squared room left over. The classic dynamic program
     * (Knuth and Plass 1981, without hyphens).
     */
    private List<String> balanced(List<String> pieces) {
        int n = pieces.size();
        // Cost of the best way to set the pieces from i on: lines in the whole part, raggedness in the fraction.
        double[] cost = new double[n + 1];
        int[] next = new int[n + 1];
        Arrays.fill(cost, 0, n, Double.POSITIVE_INFINITY);
        double worst = (n + 1) * widest * widest;
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j <= n; j++) {
                double length = width.applyAsDouble(joined(pieces, i, j));
                if (length > widest && j > i + 1) {
                    break;
                }
                double room = Math.max(0, widest - length);
                double total = 1 + room * room / worst + cost[j];
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

    private static String joined(List<String> pieces, int from, int to) {
        return String.join("", pieces.subList(from, to)).strip();
    }
}
