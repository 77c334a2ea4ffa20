package io.viralforge.worker.media;

import io.viralforge.worker.media.Typeface.Line;
import java.text.Bidi;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * A few centred lines of words, set to fit: the size gives way when a word or the number of lines would not.
 *
 * @param lines from top to bottom
 * @param size of the font in pixels
 * @param width of the widest line in pixels
 */
record TextBlock(Typeface typeface, List<Line> lines, double size, double width) {
    /** Distance of baselines, as a share of the font size. */
    static final double LEADING = 1.16;

    private static final double SHRINK = 0.94;
    private static final double SMALLEST_SHARE = 0.35;

    TextBlock {
        lines = List.copyOf(lines);
    }

    /**
     * Sets words.
     *
     * @param size wanted, in pixels
     * @param widest that a line may be, in pixels
     * @param mostLines more make the letters smaller
     * @param highest that all may be, in pixels
     */
    static TextBlock set(Typeface typeface, String text, double size, double widest, int mostLines, double highest) {
        // Each attempt measures mostly what those before it did.
        var widths = new HashMap<String, Double>();
        double at = size;
        TextBlock block = broken(typeface, text, at, widest, widths);
        while (!block.fits(text, mostLines, highest) && at > size * SMALLEST_SHARE) {
            at *= SHRINK;
            block = broken(typeface, text, at, widest, widths);
        }
        return block;
    }

    private static TextBlock broken(
            Typeface typeface, String text, double size, double widest, HashMap<String, Double> widths) {
        boolean isRightToLeft = !new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
        var lines = new ArrayList<Line>();
        double width = 0;
        int at = 0;
        for (String line :
                new LineBreaker(part -> widths.computeIfAbsent(part, typeface::width) * size, widest).lines(text)) {
            // Between lines there are only blanks.
            while (Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            lines.add(new Line(line, at, isRightToLeft));
            at += line.length();
            width = Math.max(width, typeface.width(line) * size);
        }
        return new TextBlock(typeface, lines, size, width);
    }

    private boolean fits(String text, int mostLines, double highest) {
        // Line breaks of the writer's own do not count against them.
        long own = text.lines().count() - 1;
        return lines.size() <= mostLines + own && height() <= highest && !hasCutWord(text);
    }

    /** Whether a word was cut because it fits no line. */
    private boolean hasCutWord(String text) {
        for (Line line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            int before = text.codePointBefore(line.begin());
            int first = text.codePointAt(line.begin());
            if (Character.isLetter(before)
                    && Character.isAlphabetic(first)
                    && LineBreaker.isSpaced(before)
                    && LineBreaker.isSpaced(first)) {
                return true;
            }
        }
        return false;
    }

    /** From the top of the first line's capitals to the last baseline, in pixels. */
    double height() {
        return size * (typeface.capitalHeight() + LEADING * (lines.size() - 1));
    }
}
