package io.viralforge.worker.media;

import io.viralforge.recipe.Rgb;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.RoundRectangle2D;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A few centred lines of words, set to fit: the size gives way when a word or the number of lines would not.
 *
 * @param lines from top to bottom
 * @param size of the font in pixels
 * @param width of the widest line in pixels
 */
record TextBlock(Typeface typeface, List<String> lines, double size, double width) {
    /** Colours of a block; null: no box. */
    record Ink(Rgb letters, Rgb outline, @Nullable Rgb box) {
        /** One in the letters' own colour would only make them fat. */
        boolean isOutlined() {
            return !outline.equals(letters) && !outline.equals(box);
        }
    }

    /** Distance of baselines, outline on each side, shadow and box, as shares of the font size. */
    private static final double LEADING = 1.16;

    private static final double OUTLINE = 0.075;
    private static final double SHADOW_DROP = 0.045;
    private static final double SHADOW_SPREAD = 0.05;
    private static final int SHADOW_ALPHA = 90;
    private static final double BOX_PADDING_X = 0.38;
    private static final double BOX_PADDING_Y = 0.26;
    private static final double BOX_CORNER = 0.28;
    private static final int BOX_ALPHA = 215;
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
        double at = size;
        TextBlock block = broken(typeface, text, at, widest);
        while (!block.fits(text, mostLines, highest) && at > size * SMALLEST_SHARE) {
            at *= SHRINK;
            block = broken(typeface, text, at, widest);
        }
        return block;
    }

    private static TextBlock broken(Typeface typeface, String text, double size, double widest) {
        var lines = new LineBreaker(line -> typeface.width(line) * size, widest).lines(text);
        double width = lines.stream().mapToDouble(typeface::width).max().orElse(0) * size;
        return new TextBlock(typeface, lines, size, width);
    }

    private boolean fits(String text, int mostLines, double highest) {
        // Line breaks of the writer's own do not count against them.
        long own = text.lines().count() - 1;
        return lines.size() <= mostLines + own && height() <= highest && !hasCutWord(text);
    }

    /** Whether a word was cut because it fits no line. */
    private boolean hasCutWord(String text) {
        for (int i = 0; i + 1 < lines.size(); i++) {
            String last = lines.get(i).substring(Math.max(0, lines.get(i).length() - 4));
            String first =
                    lines.get(i + 1).substring(0, Math.min(4, lines.get(i + 1).length()));
            boolean isWithinWord = Character.isLetter(last.codePointBefore(last.length()))
                    && Character.isAlphabetic(first.codePointAt(0))
                    && !Character.isIdeographic(first.codePointAt(0));
            if (isWithinWord && text.contains(last + first)) {
                return true;
            }
        }
        return false;
    }

    /** From the top of the first line's capitals to the last baseline, in pixels. */
    double height() {
        return size * (typeface.capitalHeight() + LEADING * (lines.size() - 1));
    }

    /** How far ink reaches beyond width and height on each side, in pixels. */
    double margin() {
        return size * (BOX_PADDING_X + SHADOW_DROP + 0.25);
    }

    /**
     * Draws it.
     *
     * @param centre of the lines
     * @param top of the first line's capitals
     */
    void draw(Graphics2D canvas, double centre, double top, Ink ink) {
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        if (ink.box() != null) {
            drawBox(canvas, centre, top, ink.box());
        } else {
            drawAll(
                    canvas,
                    centre,
                    top + SHADOW_DROP * size,
                    OUTLINE + SHADOW_SPREAD,
                    new Color(0, 0, 0, SHADOW_ALPHA));
        }
        if (ink.isOutlined()) {
            drawAll(canvas, centre, top, OUTLINE, new Color(ink.outline().value()));
        }
        drawAll(canvas, centre, top, 0, new Color(ink.letters().value()));
    }

    private void drawBox(Graphics2D canvas, double centre, double top, Rgb box) {
        double descent = 0.22 * size;
        canvas.setColor(new Color(box.value() >> 16, box.value() >> 8 & 0xFF, box.value() & 0xFF, BOX_ALPHA));
        canvas.fill(new RoundRectangle2D.Double(
                centre - width / 2 - BOX_PADDING_X * size,
                top - BOX_PADDING_Y * size,
                width + 2 * BOX_PADDING_X * size,
                height() + descent + 2 * BOX_PADDING_Y * size - 0.1 * size,
                2 * BOX_CORNER * size,
                2 * BOX_CORNER * size));
    }

    /** All lines in one colour, spread by a share of the size on each side. */
    private void drawAll(Graphics2D canvas, double centre, double top, double spread, Color color) {
        canvas.setColor(color);
        double baseline = top + size * typeface.capitalHeight();
        for (String line : lines) {
            double left = centre - typeface.width(line) * size / 2;
            Shape shape = AffineTransform.getTranslateInstance(left, baseline)
                    .createTransformedShape(typeface.outline(line, size));
            canvas.fill(shape);
            if (spread > 0) {
                var pen = new BasicStroke((float) (2 * spread * size), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
                canvas.setStroke(pen);
                canvas.draw(shape);
            }
            baseline += LEADING * size;
        }
    }
}
