package io.viralforge.worker.media;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.AttributedString;
import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The font that words are drawn in: Inter ExtraBold, or the one that a setting names. Characters that it lacks are taken
 * from the system's fonts; what none has (colour emoji, mostly) is left out and counted.
 */
public final class Typeface {
    /** Setting: path of a TrueType or OpenType font. */
    public static final String SETTING = "VIRALFORGE_FONT";

    private static final String BUNDLED = "Inter-ExtraBold.otf";
    private static final FontRenderContext CONTEXT = new FontRenderContext(new AffineTransform(), true, true);
    private static final float UNIT = 100;

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
        return line.isEmpty() ? 0 : layout(line).getAdvance() / UNIT;
    }

    /** The outline of one line with the start of its baseline at 0, at a font size. */
    Shape outline(String line, double size) {
        return line.isEmpty()
                ? new Path2D.Double()
                : layout(line).getOutline(AffineTransform.getScaleInstance(size / UNIT, size / UNIT));
    }

    /** Handles both directions of writing (UAX 9). */
    private TextLayout layout(String line) {
        var attributed = new AttributedString(line);
        int[] at = {0};
        forEachCluster(line, cluster -> {
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
            if (cluster.codePoints().allMatch(c -> isInvisible(c) || font.canDisplay(c))) {
                return font;
            }
        }
        return null;
    }

    /** Joiners, direction marks and the like, which need no glyph. */
    private static boolean isInvisible(int c) {
        return Character.getType(c) == Character.FORMAT || (c >= 0xFE00 && c <= 0xFE0F);
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
