package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.recipe.Recipe;
import io.viralforge.worker.vision.Area;
import io.viralforge.worker.vision.FaceDetector;
import io.viralforge.worker.vision.Image;
import io.viralforge.worker.vision.TextDetector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Captions whose place is left open, held against the same result without captions. */
class KeepClearTest {
    private static final int WIDTH = 270;
    private static final int HEIGHT = 480;
    /** Frames a second that are looked at, none of which is one that the renderer looked at. */
    private static final String FRAMES = "fps=2:start_time=0.13";

    private static final double SECONDS = 4;

    /** What each frame's captions cover, and what they must not cover. */
    private record Seen(List<@Nullable Area> captions, List<List<Area>> faces, List<List<Area>> words) {
        long covered(List<List<Area>> busy) {
            long covered = 0;
            for (int i = 0; i < captions.size(); i++) {
                Area caption = captions.get(i);
                covered += caption != null && busy.get(i).stream().anyMatch(area -> area.overlap(caption) > 0) ? 1 : 0;
            }
            return covered;
        }
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "friday.mp4, crop",
        "carphone_pristine.mp4, crop",
        "gradio-art-critic.mp4, follow",
        "ax-sample_with_chapters.mp4, crop"
    })
    void noFaceOfARealClipIsCovered(String name, String fit) throws Exception {
        Seen seen = seen(SharedData.real(name), Map.of("fit", Map.of(fit, Map.of())), Map.of());
        assertThat(seen.faces()).anyMatch(faces -> !faces.isEmpty());
        assertThat(seen.captions()).anyMatch(caption -> caption != null);
        assertThat(seen.covered(seen.faces())).isZero();
    }

    @Test
    void aPlaceThatIsGivenIsKeptWhateverItCovers() throws Exception {
        Seen seen = seen(SharedData.real("carphone_pristine.mp4"), Map.of(), Map.of("place", "MIDDLE"));
        assertThat(seen.covered(seen.faces())).isPositive();
    }

    @Test
    void noWordThatIsInARealClipIsCovered() throws Exception {
        Path clip = SharedData.real("smpte-2997.mp4");
        Map<String, Object> whole = Map.of("canvas", Map.of("width", 360, "height", 270));
        // Its counters, by hand: three boxes that stay, the lower ones where captions would stand.
        List<Area> counters = List.of(
                new Area(0.36, 0.44, 0.28, 0.12), new Area(0.08, 0.82, 0.24, 0.11), new Area(0.42, 0.82, 0.5, 0.11));
        Seen low = seen(clip, whole, Map.of("safeZone", "NONE", "place", "BOTTOM"));
        Seen open = seen(clip, whole, Map.of("safeZone", "NONE"));
        var always = Collections.nCopies(open.captions().size(), counters);
        assertThat(low.covered(always)).isPositive();
        assertThat(open.covered(always)).isZero();
        assertThat(open.covered(open.words())).isZero();
    }

    @Test
    void wordsBurnedIntoAFilmAreNotCoveredAndTheResultIsTheSameEachTime() throws Exception {
        Path burned = folder.resolve("burned.mp4");
        Recipe recipe = recipe(
                Map.of("captions", Map.of("text", "Somebody says this without a pause.")),
                Map.of("animation", "KARAOKE"));
        Path font = Files.write(
                folder.resolve("font.otf"),
                Objects.requireNonNull(Painter.class.getResourceAsStream("Inter-ExtraBold.otf"))
                        .readAllBytes());
        TestFfmpeg.ffmpeg(
                "-i",
                SharedData.real("tears-of-steel-battle.webm").toString(),
                "-t",
                "4",
                "-an",
                "-vf",
                "crop=186:332,scale=360:640,drawtext=fontfile=" + font
                        + ":text='Seen on a Sunday':fontsize=30:fontcolor=white:borderw=2:x=(w-tw)/2:y=445",
                burned.toString());
        Area words = new Area(0.1, 445 / 640.0, 0.8, 30 / 640.0);

        Path video =
                Renders.rendered(recipe, List.of(burned), folder.resolve("1")).video();
        Path again =
                Renders.rendered(recipe, List.of(burned), folder.resolve("2")).video();

        assertThat(Files.mismatch(video, again)).isNegative();
        Path bare = Renders.rendered(recipe(Map.of(), Map.of()), List.of(burned), folder.resolve("3"))
                .video();
        Seen seen = seen(bare, video, WIDTH, HEIGHT);
        assertThat(seen.captions()).anyMatch(caption -> caption != null);
        assertThat(seen.covered(Collections.nCopies(seen.captions().size(), List.of(words))))
                .isZero();
    }

    private Seen seen(Path clip, Map<String, Object> fields, Map<String, Object> style) throws Exception {
        Path bare = Renders.rendered(recipe(fields, style), List.of(clip), folder.resolve("bare"))
                .video();
        var written = new HashMap<>(fields);
        written.put("captions", Map.of("text", "All that is said here is said by somebody in this very moment."));
        Recipe recipe = recipe(written, style);
        Path video = Renders.rendered(recipe, List.of(clip), folder.resolve("written" + style.size()))
                .video();
        return seen(bare, video, recipe.canvas().width(), recipe.canvas().height());
    }

    private static Recipe recipe(Map<String, Object> fields, Map<String, Object> style) {
        var all = new HashMap<>(fields);
        all.put("captionStyle", style);
        all.put("source", Recipes.part(0, SECONDS));
        return Recipes.small(all);
    }

    private static Seen seen(Path bare, Path written, int width, int height) throws Exception {
        List<byte[]> plain = frames(bare, width, height, "gray", 1);
        List<byte[]> full = frames(written, width, height, "gray", 1);
        boolean isUpright = height > width;
        int faceWidth = isUpright ? FaceDetector.SIDE : FaceDetector.SIDE * width / height;
        int faceHeight = isUpright ? FaceDetector.SIDE * height / width : FaceDetector.SIDE;
        int textWidth = isUpright ? TextDetector.SIDE : TextDetector.SIDE * width / height;
        int textHeight = isUpright ? TextDetector.SIDE * height / width : TextDetector.SIDE;
        var detector = FaceDetector.load();
        var captions = new ArrayList<@Nullable Area>();
        for (int i = 0; i < plain.size(); i++) {
            captions.add(changed(plain.get(i), full.get(i), width, height));
        }
        List<List<Area>> faces = frames(bare, faceWidth, faceHeight, "rgb24", 3).stream()
                .map(rgb -> detector.find(new Image(faceWidth, faceHeight, rgb)).stream()
                        .filter(face -> face.likelihood() > 0.75)
                        .map(face -> new Area(face.x(), face.y(), face.width(), face.height()))
                        .toList())
                .toList();
        List<List<Area>> words = frames(bare, textWidth, textHeight, "gray", 1).stream()
                .map(grey -> TextDetector.find(textWidth, textHeight, grey))
                .toList();
        return new Seen(captions, faces, words);
    }

    /** The rectangle around all pixels that differ by more than an encoder makes them differ; null: none. */
    private static @Nullable Area changed(byte[] plain, byte[] full, int width, int height) {
        int left = width;
        int right = 0;
        int top = height;
        int bottom = 0;
        for (int i = 0; i < plain.length; i++) {
            if (Math.abs((plain[i] & 0xFF) - (full[i] & 0xFF)) > 48) {
                left = Math.min(left, i % width);
                right = Math.max(right, i % width + 1);
                top = Math.min(top, i / width);
                bottom = Math.max(bottom, i / width + 1);
            }
        }
        return right == 0
                ? null
                : new Area(
                        (double) left / width,
                        (double) top / height,
                        (double) (right - left) / width,
                        (double) (bottom - top) / height);
    }

    private static List<byte[]> frames(Path file, int width, int height, String format, int bytes) {
        byte[] all = TestFfmpeg.bytes(
                "-i",
                file.toString(),
                "-vf",
                // Without the renderer's flags FFmpeg's threads make another picture now and then.
                "%s,scale=%d:%d%s,format=%s".formatted(FRAMES, width, height, FilterGraph.SCALER, format),
                "-f",
                "rawvideo",
                "-");
        int length = width * height * bytes;
        var frames = new ArrayList<byte[]>();
        for (int at = 0; at + length <= all.length; at += length) {
            frames.add(Arrays.copyOfRange(all, at, at + length));
        }
        return frames;
    }
}
