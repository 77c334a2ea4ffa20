package io.viralforge.worker.media;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.GraphicsEnvironment;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextAttribute;
import java.awt.font.TextHitInfo;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.AttributedString;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The font that words are drawn in: Inter ExtraBold, or the one that a setting names. Characters that it lacks are taken
 * from the system's fonts; what none has as an outline (many emoji, and all in colour) is left out and counted.
 */
public final class Typeface {
    /** Setting: path of a TrueType or OpenType font. */
    public static final String SETTING = "VIRALFORGE_FONT";

    private static final String BUNDLED = "Inter-ExtraBold.otf";
    private static final FontRenderContext CONTEXT = new FontRenderContext(new AffineTransform(), true, true);
    private static final float UNIT = 100;

    /**
     * A line of a text.
     *
     * @param text never empty
     * @param begin where it begins in the whole text
     * @param isRightToLeft whether the whole is written so, whatever the line begins with
     */
    record Line(String text, int begin, boolean isRightToLeft) {}

    /**
     * A closed curve, a part of one character.
     *
     * @param at where that character stands in the whole text
     */
    record Contour(int at, Shape shape) {}

    private final List<Font> fonts;

    private Typeface(Font first) {
        this.fonts = List.of(first.deriveFont(UNIT), new Font(Font.SANS_SERIF, Font.BOLD, (int) UNIT));
    }

    /**
     * Loads the font.
     *
     * @param settings the environment: {@link #SETTING} is read
     * @throws IOException when the named font cannot be read, or Java cannot draw on this machine
     */
    public static Typeface load(Map<String, String> settings) throws IOException {
        String named = settings.get(SETTING);
        byte[] font = named == null || named.isBlank() ? bundled() : Files.readAllBytes(Path.of(named));
        try {
            var typeface = new Typeface(Font.createFont(Font.TRUETYPE_FONT, new ByteArrayInputStream(font)));
            typeface.capitalHeight();
            return typeface;
        } catch (FontFormatException e) {
            throw new IOException("not a TrueType or OpenType font: " + (named == null ? BUNDLED : named), e);
        } catch (IOException | InternalError | LinkageError | NullPointerException e) {
            // How the JDK says on a bare system that it has no fontconfig or no FreeType.
            throw new IOException("Java cannot draw words here; install with: apt install fontconfig libfreetype6", e);
        }
    }

    private static byte[] bundled() throws IOException {
        try (InputStream in = Typeface.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IOException("missing from the program: " + BUNDLED);
            }
            return in.readAllBytes();
        }
    }

    /** The text without the characters that no font has. */
    public String drawable(String text) {
        var kept = new StringBuilder(text.length());
        forEachCluster(text, cluster -> {
            if (cluster.equals("\n") || font(cluster) != null) {
                kept.append(cluster);
            }
        });
        // What stood around what was left out.
        return kept.toString().replaceAll(" {2,}", " ");
    }

    /** The height of capital letters at a font size of 1. */
    double capitalHeight() {
        return fonts.getFirst()
                        .createGlyphVector(CONTEXT, "H")
                        .getVisualBounds()
                        .getHeight()
                / UNIT;
    }

    /** Width of one line at a font size of 1. */
    double width(String line) {
        return line.isEmpty() ? 0 : layout(new Line(line, 0, false)).getAdvance() / UNIT;
    }

    /** The closed curves that a line is drawn with, the start of its baseline at 0, at a font size. */
    List<Contour> contours(Line line, double size) {
        TextLayout layout = layout(line);
        var contours = new ArrayList<Contour>();
        for (Path2D curve : curves(layout.getOutline(null).getPathIterator(null))) {
            Rectangle2D bounds = curve.getBounds2D();
            TextHitInfo hit = layout.hitTestChar((float) bounds.getCenterX(), (float) bounds.getCenterY());
            int at = Math.clamp(hit.getCharIndex(), 0, line.text().length() - 1);
            curve.transform(AffineTransform.getScaleInstance(size / UNIT, size / UNIT));
            contours.add(new Contour(line.begin() + at, curve));
        }
        return contours;
    }

    /** Where a part of a line stands, the start of the line's baseline at 0, at a font size. */
    Rectangle2D bounds(Line line, int from, int to, double size) {
        return AffineTransform.getScaleInstance(size / UNIT, size / UNIT)
                .createTransformedShape(layout(line).getLogicalHighlightShape(from, to))
                .getBounds2D();
    }

    private static List<Path2D> curves(PathIterator path) {
        var curves = new ArrayList<Path2D>();
        double[] p = new double[6];
        for (; !path.isDone(); path.next()) {
            switch (path.currentSegment(p)) {
                case PathIterator.SEG_MOVETO -> {
                    curves.add(new Path2D.Double());
                    curves.getLast().moveTo(p[0], p[1]);
                }
                case PathIterator.SEG_LINETO -> curves.getLast().lineTo(p[0], p[1]);
                case PathIterator.SEG_QUADTO -> curves.getLast().quadTo(p[0], p[1], p[2], p[3]);
                case PathIterator.SEG_CUBICTO -> curves.getLast().curveTo(p[0], p[1], p[2], p[3], p[4], p[5]);
                default -> curves.getLast().closePath();
            }
        }
        return curves;
    }

    /** Handles both directions of writing (UAX 9). */
    private TextLayout layout(Line line) {
        var attributed = new AttributedString(line.text());
        attributed.addAttribute(
                TextAttribute.RUN_DIRECTION,
                line.isRightToLeft() ? TextAttribute.RUN_DIRECTION_RTL : TextAttribute.RUN_DIRECTION_LTR);
        int[] at = {0};
        forEachCluster(line.text(), cluster -> {
            Font font = font(cluster);
            attributed.addAttribute(
                    TextAttribute.FONT, font == null ? fonts.getFirst() : font, at[0], at[0] + cluster.length());
            at[0] += cluster.length();
        });
        return new TextLayout(attributed.getIterator(), CONTEXT);
    }

    /** The first font that has all of what is seen as one character. */
    private @Nullable Font font(String cluster) {
        for (Font font : fonts) {
            if (has(font, cluster)) {
                return font;
            }
        }
        return Installed.FONTS.stream()
                .filter(font -> has(font, cluster))
                .findFirst()
                .map(font -> font.deriveFont(Font.BOLD, UNIT))
                .orElse(null);
    }

    private static boolean has(Font font, String cluster) {
        return cluster.codePoints().allMatch(c -> isInvisible(c) || font.canDisplay(c))
                && (cluster.isBlank() || isOutlined(font, cluster));
    }

    /** Fonts of coloured pictures say that they have what they have no outline of. */
    private static boolean isOutlined(Font font, String cluster) {
        int seen = cluster.codePointAt(0);
        return seen < 0x2000
                || isInvisible(seen)
                || !font.createGlyphVector(CONTEXT, Character.toString(seen))
                        .getOutline()
                        .getBounds()
                        .isEmpty();
    }

    /** Joiners, direction marks and the like, which need no glyph. */
    private static boolean isInvisible(int c) {
        return Character.getType(c) == Character.FORMAT || (c >= 0xFE00 && c <= 0xFE0F);
    }

    /** Looked at only when a character is missing from the fonts before; in the same order on the same machine. */
    private static final class Installed {
        private static final List<Font> FONTS = Arrays.stream(
                        GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts())
                .sorted(Comparator.comparing((Font font) -> !font.getFontName().contains("Sans"))
                        .thenComparing(font -> font.getFontName()))
                .map(font -> font.deriveFont(UNIT))
                .toList();
    }

    private static void forEachCluster(String text, java.util.function.Consumer<String> action) {
        var clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
        clusters.setText(text);
        int start = clusters.first();
        for (int end = clusters.next(); end != BreakIterator.DONE; start = end, end = clusters.next()) {
            action.accept(text.substring(start, end));
        }
    }
}
