package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.recipe.Canvas;
import io.viralforge.recipe.CaptionAnimation;
import io.viralforge.recipe.CaptionStyle;
import io.viralforge.recipe.Cue;
import io.viralforge.recipe.Rgb;
import io.viralforge.recipe.SafeZone;
import io.viralforge.recipe.VerticalPlace;
import io.viralforge.worker.media.RenderPlan.Layer;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is drawn, looked at. */
class PainterTest {
    private static final Canvas CANVAS = new Canvas(540, 960, 30);
    private static final Rgb RED = new Rgb(0xFF0000);

    private static boolean isRed(int argb) {
        return near(argb, 0xFF, 0, 0);
    }

    private static boolean isWhite(int argb) {
        return near(argb, 0xFF, 0xFF, 0xFF);
    }

    private static boolean isInk(int argb) {
        return argb >>> 24 > 0;
    }

    @TempDir
    Path folder;

    private final Set<String> warnings = new HashSet<>();

    /** A picture in its place on the canvas. */
    private record Drawn(BufferedImage image, int x, int y) {
        /** What the pixels of a colour cover on the canvas; empty where there are none. */
        Rectangle where(IntPredicate color) {
            var where = new Rectangle(-1, -1);
            for (int at = 0; at < image.getWidth() * image.getHeight(); at++) {
                int px = at % image.getWidth();
                int py = at / image.getWidth();
                if (color.test(image.getRGB(px, py))) {
                    where.add(new Rectangle(x + px, y + py, 1, 1));
                }
            }
            return where;
        }

        boolean has(IntPredicate color) {
            return !where(color).isEmpty();
        }
    }

    @Test
    void theSpokenWordIsInTheHighlightColourAndNoOther() throws Exception {
        List<Drawn> drawn = draw(style(CaptionAnimation.KARAOKE), timed("HHH HHH", 0, 500));
        assertThat(drawn).hasSize(2);
        Rectangle first = drawn.get(0).where(PainterTest::isRed);
        Rectangle second = drawn.get(1).where(PainterTest::isRed);
        assertThat(first.getMaxX()).isLessThan(270);
        assertThat(second.getMinX()).isGreaterThan(270);
        assertThat(drawn.get(0).where(PainterTest::isWhite)).isEqualTo(second);
        assertThat(drawn.get(1).where(PainterTest::isWhite)).isEqualTo(first);
    }

    @Test
    void whatIsWrittenFromTheRightIsSpokenFromTheRight() throws Exception {
        String hebrew = "שלום עולם";
        Assumptions.assumeTrue(TestFfmpeg.TYPEFACE.drawable(hebrew).equals(hebrew), "skipped: no font has Hebrew");
        List<Drawn> drawn = draw(style(CaptionAnimation.KARAOKE), timed(hebrew, 0, 500));
        assertThat(drawn.get(0).where(PainterTest::isRed).getMinX())
                .isGreaterThan(drawn.get(1).where(PainterTest::isRed).getMaxX());
        List<Drawn> typed = draw(style(CaptionAnimation.TYPEWRITER), timed(hebrew, 0, 500));
        assertThat(typed.getFirst().where(PainterTest::isInk).getMinX()).isGreaterThan(270);
    }

    @Test
    void theSpokenWordStandsInABoxInTheColourThatReadsBetter() throws Exception {
        List<Drawn> drawn = draw(style(CaptionAnimation.BOXED), timed("HHH HHH", 0, 500));
        Rectangle box = drawn.getFirst().where(PainterTest::isRed);
        Rectangle word = draw(style(CaptionAnimation.KARAOKE), timed("HHH HHH", 0, 500))
                .getFirst()
                .where(PainterTest::isRed);
        assertThat(box.contains(word)).isTrue();
        assertThat(box.width).isBetween(word.width + 6, word.width + 20);
        assertThat(drawn.getFirst().where(PainterTest::isWhite).getMinX())
                .as("white on red reads better than black")
                .isLessThan(box.getMaxX());
        var yellow = draw(style(CaptionAnimation.BOXED, new Rgb(0xFFD400), null), timed("HHH HHH", 0, 500))
                .getFirst();
        assertThat(yellow.where(PainterTest::isWhite).getMinX())
                .as("white on yellow does not")
                .isGreaterThan(box.getMaxX());
    }

    @Test
    void aWordComesInSmallGrowsTooLargeAndSettles() throws Exception {
        List<Drawn> drawn = draw(style(CaptionAnimation.POP), timed("HHHH HHHH", 0, 500));
        List<Integer> widths = drawn.stream()
                .map(picture -> picture.where(PainterTest::isWhite).width)
                .toList();
        assertThat(widths.get(0)).isLessThan(widths.get(2));
        assertThat(widths.get(1)).isGreaterThan(widths.get(2));
        assertThat(drawn.get(2).where(PainterTest::isInk).getMaxX())
                .as("the second is not there yet")
                .isLessThan(270);
        assertThat(drawn.getLast().where(PainterTest::isInk))
                .isEqualTo(draw(style(CaptionAnimation.CLEAN), timed("HHHH HHHH", 0, 500))
                        .getFirst()
                        .where(PainterTest::isInk));
    }

    @Test
    void lettersThatAreTypedStandWhereTheyStay() throws Exception {
        List<Drawn> drawn = draw(style(CaptionAnimation.TYPEWRITER), timed("Typed Words", 0, 500));
        Drawn whole = draw(style(CaptionAnimation.CLEAN), timed("Typed Words", 0, 500))
                .getFirst();
        assertThat(drawn).hasSizeGreaterThan(3);
        assertThat(drawn)
                .extracting(picture -> picture.where(PainterTest::isInk).width)
                .isSorted();
        assertThat(drawn)
                .allSatisfy(
                        picture -> assertThat(picture.where(PainterTest::isInk).getMinX())
                                .isEqualTo(whole.where(PainterTest::isInk).getMinX()));
        assertThat(drawn.getLast().where(PainterTest::isInk)).isEqualTo(whole.where(PainterTest::isInk));
    }

    @ParameterizedTest
    @EnumSource(CaptionAnimation.class)
    void nothingIsCutOff(CaptionAnimation animation) throws Exception {
        var style = new CaptionStyle(
                120,
                Rgb.WHITE,
                Rgb.BLACK,
                animation == CaptionAnimation.POP ? null : new Rgb(0x0000FF),
                VerticalPlace.MIDDLE,
                animation,
                RED,
                false,
                null,
                SafeZone.ANY);
        for (Drawn drawn : draw(style, timed("ÅWjgÅWjgÅWjg", 0), timed("Ạ́ g", 0, 500))) {
            int right = drawn.image().getWidth() - 1;
            int bottom = drawn.image().getHeight() - 1;
            assertThat(IntStream.rangeClosed(0, right)
                            .flatMap(x -> IntStream.of(
                                    drawn.image().getRGB(x, 0), drawn.image().getRGB(x, bottom))))
                    .noneMatch(argb -> argb >>> 24 > 0);
            assertThat(IntStream.rangeClosed(0, bottom)
                            .flatMap(y -> IntStream.of(
                                    drawn.image().getRGB(0, y), drawn.image().getRGB(right, y))))
                    .noneMatch(argb -> argb >>> 24 > 0);
        }
    }

    @Test
    void wordsStandClearOfTheirZone() throws Exception {
        for (SafeZone zone : SafeZone.values()) {
            var style = style(CaptionAnimation.CLEAN, RED, zone);
            var margins = zone.margins(CANVAS);
            String wide = "HHHH ".repeat(12);
            Rectangle words = draw(style, timed(wide)).getFirst().where(PainterTest::isWhite);
            assertThat(words.getMaxY()).isBetween(960 - 0.96 * margins.bottom() - 3, 960 - 0.96 * margins.bottom() + 1);
            assertThat(words.getMinX()).isGreaterThanOrEqualTo(0.54 * margins.side() - 1);
            assertThat(words.getMaxX()).isLessThanOrEqualTo(540 - 0.54 * margins.side() + 1);
        }
    }

    @Test
    void capitalsAreMadeWhereTheyAreAskedFor() throws Exception {
        var upper = new CaptionStyle(
                34,
                Rgb.WHITE,
                Rgb.BLACK,
                null,
                VerticalPlace.BOTTOM,
                CaptionAnimation.CLEAN,
                RED,
                true,
                null,
                SafeZone.ANY);
        assertThat(draw(upper, timed("straße")).getFirst().where(PainterTest::isWhite))
                .isEqualTo(draw(style(CaptionAnimation.CLEAN), timed("STRASSE"))
                        .getFirst()
                        .where(PainterTest::isWhite));
    }

    @Test
    void whatIsSeenTwiceIsDrawnOnce() throws Exception {
        var cues = IntStream.range(0, 20)
                .mapToObj(i -> new Cue(Duration.ofMillis(i * 500L), Duration.ofMillis(i * 500L + 400), "yes no"))
                .toList();
        painter("twice").captions(cues, style(CaptionAnimation.KARAOKE), 300, 0, Backdrop.EMPTY);
        assertThat(pictures("twice")).as("either word, and nothing").hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(CaptionAnimation.class)
    void speechTakesAFewPicturesASecondAndTheSameBytesEachTime(CaptionAnimation animation) throws Exception {
        var cues = IntStream.range(0, 10)
                .mapToObj(i -> new Cue(
                        Duration.ofMillis(i * 2_400L),
                        Duration.ofMillis((i + 1) * 2_400L),
                        "These are six words, number" + i + " only"))
                .toList();
        painter("first").captions(cues, style(animation), 720, 0, Backdrop.EMPTY);
        painter("second").captions(cues, style(animation), 720, 0, Backdrop.EMPTY);
        assertThat(pictures("first")).hasSizeBetween(10, 8 * 24);
        for (Path picture : pictures("first")) {
            assertThat(picture).hasSameBinaryContentAs(folder.resolve("second").resolve(picture.getFileName()));
        }
    }

    @Test
    void moreThanCanBeMovedStandsStill() throws Exception {
        var cues = IntStream.range(0, Cue.MOST)
                .mapToObj(i -> new Cue(Duration.ofMillis(i * 1000L), Duration.ofMillis(i * 1000L + 900), "a b c d"))
                .toList();
        painter("many").captions(cues, style(CaptionAnimation.POP), 60_000, 0, Backdrop.EMPTY);
        assertThat(warnings).containsExactly("There are too many words to move them; captions stand still.");
        assertThat(pictures("many")).hasSize(2);
    }

    @Test
    void whatNoFontHasIsLeftOutAndTold() throws Exception {
        // A letter of Tangsa, which is younger than most fonts.
        List<Drawn> drawn = draw(style(CaptionAnimation.KARAOKE), timed("\uD81A\uDE70 HHH HHH", 0, 300, 600));
        assertThat(warnings)
                .containsExactly("Some characters could not be drawn, because no font on the worker has them.");
        assertThat(drawn.getLast().where(PainterTest::isRed).getMinX()).isGreaterThan(270);
        assertThat(draw(style(CaptionAnimation.KARAOKE), timed("\uD81A\uDE70"))
                        .getFirst()
                        .has(PainterTest::isInk))
                .isFalse();
    }

    @Test
    void theWritersPngIsWhatOthersRead() throws Exception {
        var image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
        int[] pixels = {0, 0xFF102030, 0x80FF0000, 0x01FFFFFF, 0xFFFFFFFF, 0x7F00FF01};
        image.setRGB(0, 0, 3, 2, pixels, 0, 3);
        BufferedImage read =
                ImageIO.read(Png.write(image, folder.resolve("x.png")).toFile());
        assertThat(read.getRGB(0, 0, 3, 2, null, 0, 3)).isEqualTo(pixels);
    }

    /** What is seen, one picture after the other, but for nothing. */
    private List<Drawn> draw(CaptionStyle style, Cue... cues) throws IOException {
        Path own = Files.createTempDirectory(folder, "drawn");
        var layer = (Layer.Sequence) new Painter(CANVAS, TestFfmpeg.TYPEFACE, own, warnings::add)
                .captions(Arrays.asList(cues), style, 30, 0, Backdrop.EMPTY);
        var drawn = new ArrayList<Drawn>();
        for (String line : Files.readAllLines(layer.list())) {
            if (line.startsWith("file ")) {
                drawn.add(new Drawn(ImageIO.read(own.resolve(line.substring(5)).toFile()), layer.x(), layer.y()));
            }
        }
        return drawn;
    }

    private Painter painter(String name) throws IOException {
        return new Painter(CANVAS, TestFfmpeg.TYPEFACE, Files.createDirectory(folder.resolve(name)), warnings::add);
    }

    private List<Path> pictures(String name) throws IOException {
        try (var files = Files.list(folder.resolve(name))) {
            return files.filter(file -> file.toString().endsWith(".png")).toList();
        }
    }

    private static CaptionStyle style(CaptionAnimation animation) {
        return style(animation, RED, null);
    }

    private static CaptionStyle style(
            CaptionAnimation animation, Rgb highlight, @org.jspecify.annotations.Nullable SafeZone zone) {
        return new CaptionStyle(
                34,
                Rgb.WHITE,
                Rgb.BLACK,
                null,
                VerticalPlace.BOTTOM,
                animation,
                highlight,
                false,
                null,
                zone == null ? SafeZone.ANY : zone);
    }

    /** In the first second. */
    private static Cue timed(String text, long... starts) {
        var times = Arrays.stream(starts).mapToObj(Duration::ofMillis).toList();
        return new Cue(Duration.ZERO, Duration.ofSeconds(1), text, times);
    }

    private static boolean near(int argb, int red, int green, int blue) {
        return argb >>> 24 > 250
                && Math.abs((argb >> 16 & 0xFF) - red) < 12
                && Math.abs((argb >> 8 & 0xFF) - green) < 12
                && Math.abs((argb & 0xFF) - blue) < 12;
    }
}
