package io.viralforge.worker.media;

import io.viralforge.recipe.CaptionAnimation;
import io.viralforge.recipe.CaptionStyle;
import io.viralforge.recipe.Rgb;
import io.viralforge.worker.media.CaptionTimeline.Moment;
import io.viralforge.worker.media.Typeface.Contour;
import io.viralforge.worker.media.Typeface.Line;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Draws a block of words, moment by moment. Its letters are outlined once, for outlining costs most; each moment picks
 * those that are seen.
 */
final class BlockDrawing {
    /** Colours of a block; null: no box. */
    record Ink(Rgb letters, Rgb outline, @Nullable Rgb box, CaptionAnimation animation, Rgb highlight) {
        static final Ink WHITE = of(CaptionStyle.DEFAULT);

        static Ink of(CaptionStyle style) {
            return new Ink(
                    style.color(), style.outlineColor(), style.boxColor(), style.animation(), style.highlightColor());
        }

        /** One in the letters' own colour would only make them fat. */
        boolean isOutlined() {
            return !outline.equals(letters) && !outline.equals(box);
        }

        /** Of the letters of the word that is spoken. */
        Rgb spoken() {
            return switch (animation) {
                case CLEAN, POP, TYPEWRITER -> letters;
                case KARAOKE -> highlight;
                // Whichever of the two reads better on the box.
                case BOXED -> contrast(letters, highlight) >= contrast(outline, highlight) ? letters : outline;
            };
        }

        private static double contrast(Rgb some, Rgb other) {
            return Math.abs(brightness(some) - brightness(other));
        }

        /** ITU-R BT.709. */
        private static double brightness(Rgb color) {
            return 0.2126 * (color.value() >> 16)
                    + 0.7152 * (color.value() >> 8 & 0xFF)
                    + 0.0722 * (color.value() & 0xFF);
        }
    }

    /** Outline on each side, shadow and boxes, as shares of the font size. */
    private static final double OUTLINE = 0.075;

    private static final double SHADOW_DROP = 0.045;
    private static final double SHADOW_SPREAD = 0.05;
    private static final int SHADOW_ALPHA = 90;
    private static final double BOX_PADDING_X = 0.38;
    private static final double BOX_PADDING_Y = 0.26;
    private static final double BOX_CORNER = 0.28;
    private static final int BOX_ALPHA = 215;
    private static final double DESCENT = 0.22;
    private static final double WORD_PADDING_X = 0.13;
    private static final double WORD_PADDING_Y = 0.16;
    private static final double WORD_CORNER = 0.18;

    /** What is drawn of one contour: itself, with its outline around it, and its shadow. */
    private record Glyph(int at, Shape letter, Shape outline, Shape shadow) {}

    private final TextBlock block;
    private final double centre;
    private final double top;
    private final Ink ink;
    private final List<Glyph> glyphs = new ArrayList<>();

    /**
     * Of a block.
     *
     * @param centre of the lines
     * @param top of the first line's capitals
     */
    BlockDrawing(TextBlock block, double centre, double top, Ink ink) {
        this.block = block;
        this.centre = centre;
        this.top = top;
        this.ink = ink;
        for (int i = 0; i < block.lines().size(); i++) {
            var place = AffineTransform.getTranslateInstance(left(block.lines().get(i)), baseline(i));
            for (Contour contour : block.typeface().contours(block.lines().get(i), block.size())) {
                glyphs.add(glyph(contour.at(), place.createTransformedShape(contour.shape())));
            }
        }
    }

    /** How far ink reaches beyond a block's width and height on each side, in pixels. */
    static double margin(TextBlock block) {
        return block.size() * (BOX_PADDING_X + SHADOW_DROP + 0.25);
    }

    private Glyph glyph(int at, Shape letter) {
        var drop = AffineTransform.getTranslateInstance(0, SHADOW_DROP * block.size());
        return new Glyph(
                at,
                letter,
                spread(letter, OUTLINE),
                drop.createTransformedShape(spread(letter, OUTLINE + SHADOW_SPREAD)));
    }

    private Shape spread(Shape letter, double by) {
        var pen = new BasicStroke((float) (2 * by * block.size()), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        var all = new Path2D.Float(Path2D.WIND_NON_ZERO);
        all.append(letter, false);
        all.append(pen.createStrokedShape(letter), false);
        return all;
    }

    private double left(Line line) {
        return centre - block.typeface().width(line.text()) * block.size() / 2;
    }

    private double baseline(int line) {
        return top + block.size() * (block.typeface().capitalHeight() + line * TextBlock.LEADING);
    }

    /** Draws what is seen of it at a moment. */
    void draw(Graphics2D canvas, Moment moment) {
        if (moment.visible() == 0) {
            return;
        }
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        boolean isBoxed = ink.animation() == CaptionAnimation.BOXED && moment.from() < moment.to();
        Predicate<Glyph> isSpoken = glyph -> glyph.at() >= moment.from() && glyph.at() < moment.to();
        Predicate<Glyph> isOther = isSpoken.negate().and(glyph -> glyph.at() < moment.visible());
        // In a box the spoken word needs neither outline nor shadow.
        Predicate<Glyph> isOutlined = isBoxed ? isOther : isOther.or(isSpoken);
        List<Rectangle2D> spoken = bounds(moment);
        AffineTransform grown = grown(spoken, moment.size());
        Function<Glyph, AffineTransform> place = glyph -> isSpoken.test(glyph) ? grown : new AffineTransform();
        if (ink.box() != null) {
            drawBox(canvas, ink.box());
        } else {
            fill(canvas, new Color(0, 0, 0, SHADOW_ALPHA), isOutlined, Glyph::shadow, place);
        }
        if (ink.isOutlined()) {
            fill(canvas, new Color(ink.outline().value()), isOutlined, Glyph::outline, place);
        }
        fill(canvas, new Color(ink.letters().value()), isOther, Glyph::letter, place);
        if (isBoxed) {
            canvas.setColor(new Color(ink.highlight().value()));
            spoken.forEach(word -> canvas.fill(wordBox(word)));
        }
        fill(canvas, new Color(ink.spoken().value()), isSpoken, Glyph::letter, place);
    }

    /** In one piece, so that nothing is darker where two of them meet. */
    private void fill(
            Graphics2D canvas,
            Color color,
            Predicate<Glyph> isMeant,
            Function<Glyph, Shape> shape,
            Function<Glyph, AffineTransform> place) {
        var all = new Path2D.Float(Path2D.WIND_NON_ZERO);
        glyphs.stream()
                .filter(isMeant)
                .forEach(glyph -> all.append(shape.apply(glyph).getPathIterator(place.apply(glyph)), false));
        canvas.setColor(color);
        canvas.fill(all);
    }

    /** Of the word that is spoken, from the top of its capitals to the baseline; more than one where it is cut. */
    private List<Rectangle2D> bounds(Moment moment) {
        var bounds = new ArrayList<Rectangle2D>();
        for (int i = 0; i < block.lines().size(); i++) {
            Line line = block.lines().get(i);
            int from = Math.clamp(moment.from() - line.begin(), 0, line.text().length());
            int to = Math.clamp(moment.to() - line.begin(), 0, line.text().length());
            if (from < to) {
                Rectangle2D across = block.typeface().bounds(line, from, to, block.size());
                double capitals = block.typeface().capitalHeight() * block.size();
                bounds.add(new Rectangle2D.Double(
                        left(line) + across.getX(), baseline(i) - capitals, across.getWidth(), capitals));
            }
        }
        return bounds;
    }

    private static AffineTransform grown(List<Rectangle2D> word, double size) {
        var transform = new AffineTransform();
        if (!word.isEmpty() && size != 1) {
            double x = word.getFirst().getCenterX();
            double y = word.getFirst().getCenterY();
            transform.translate(x, y);
            transform.scale(size, size);
            transform.translate(-x, -y);
        }
        return transform;
    }

    private RoundRectangle2D wordBox(Rectangle2D word) {
        double size = block.size();
        return new RoundRectangle2D.Double(
                word.getX() - WORD_PADDING_X * size,
                word.getY() - WORD_PADDING_Y * size,
                word.getWidth() + 2 * WORD_PADDING_X * size,
                word.getHeight() + (2 * WORD_PADDING_Y + DESCENT / 2) * size,
                2 * WORD_CORNER * size,
                2 * WORD_CORNER * size);
    }

    private void drawBox(Graphics2D canvas, Rgb box) {
        double size = block.size();
        canvas.setColor(new Color(box.value() >> 16, box.value() >> 8 & 0xFF, box.value() & 0xFF, BOX_ALPHA));
        canvas.fill(new RoundRectangle2D.Double(
                centre - block.width() / 2 - BOX_PADDING_X * size,
                top - BOX_PADDING_Y * size,
                block.width() + 2 * BOX_PADDING_X * size,
                block.height() + DESCENT * size + 2 * BOX_PADDING_Y * size - 0.1 * size,
                2 * BOX_CORNER * size,
                2 * BOX_CORNER * size));
    }
}
