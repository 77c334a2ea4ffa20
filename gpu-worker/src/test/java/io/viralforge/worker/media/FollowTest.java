package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.recipe.Recipe;
import io.viralforge.worker.vision.Face;
import io.viralforge.worker.vision.FaceDetector;
import io.viralforge.worker.vision.Sight;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FollowTest {
    private static final Map<String, Object> FACES = Map.of("follow", Map.of());
    private static final Map<String, Object> MOTION = Map.of("follow", Map.of("subject", "MOTION"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "gradio-art-critic.mp4, 0.54, 0.61, 0.95",
        "friday.mp4, 0.67, 0.24, 0.9",
        "carphone_pristine.mp4, 0.42, 0.49, 1"
    })
    void theFacesOfRealClipsAreFoundWhereTheyAre(String name, double x, double y, double often) throws Exception {
        List<List<Face>> faces =
                seen(SharedData.real(name), FaceDetector.load()).tracked();
        var near = faces.stream()
                .filter(each -> each.stream()
                        .anyMatch(face ->
                                Math.hypot(face.x() + face.width() / 2 - x, face.y() + face.height() / 2 - y) < 0.13))
                .count();
        assertThat((double) near / faces.size()).isGreaterThanOrEqualTo(often);
    }

    @ParameterizedTest
    @CsvSource({"flower.mp4", "smpte-2997.mp4", "gradio-world.mp4", "fire2.mp4", "mb-rotate-buck-bunny.mp4"})
    void whereThereIsNoFaceNoneIsFound(String name) throws Exception {
        assertThat(seen(SharedData.real(name), FaceDetector.load()).tracked())
                .isNotEmpty()
                .allMatch(List::isEmpty);
    }

    @Test
    void aFaceThatCrossesAWideClipStaysInTheUprightResultWhichIsTheSameEachTime() throws Exception {
        Path wide = folder.resolve("wide.mp4");
        TestFfmpeg.ffmpeg(
                "-ss",
                "1",
                "-i",
                SharedData.real("gradio-art-critic.mp4").toString(),
                "-frames:v",
                "1",
                folder.resolve("still.png").toString());
        TestFfmpeg.ffmpeg(
                "-loop",
                "1",
                "-framerate",
                "30",
                "-i",
                folder.resolve("still.png").toString(),
                "-t",
                "5",
                "-vf",
                "pad=3200:880:640:0,crop=1280:720:1000+420*sin(t*0.9):160,scale=640:-2,format=yuv420p",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                wide.toString());
        Recipe recipe = Recipes.small(Map.of("fit", FACES));

        Path video =
                Renders.rendered(recipe, List.of(wide), folder.resolve("1")).video();
        Path again =
                Renders.rendered(recipe, List.of(wide), folder.resolve("2")).video();

        assertThat(Files.mismatch(video, again)).isNegative();
        List<List<Face>> faces = seen(video, FaceDetector.load()).tracked();
        assertThat(faces)
                .hasSize(20)
                .allSatisfy(each -> assertThat(each).anySatisfy(face -> {
                    assertThat(face.x()).isNotNegative();
                    assertThat(face.x() + face.width()).isLessThanOrEqualTo(1);
                }));
    }

    @Test
    void whatMovesIsFollowedWithoutAModelAndACutIsAJump() throws Exception {
        Path wide = folder.resolve("wide.mp4");
        // A box that goes from left to right; after 3 s one that trembles on the left.
        TestFfmpeg.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "color=black:s=640x360:r=25:d=3[b];color=white:s=60x60:r=25:d=3[w];"
                        + "[b][w]overlay=x=100+140*t:y=150[one];color=gray:s=640x360:r=25:d=2[c];"
                        + "color=white:s=60x60:r=25:d=2[v];[c][v]overlay=x=80+10*mod(n\\,2):y=150[two];"
                        + "[one][two]concat=n=2",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                wide.toString());
        Recipe recipe = Recipes.small(Map.of("fit", MOTION));
        Path video =
                Renders.rendered(recipe, List.of(wide), folder.resolve("out")).video();
        for (int frame : new int[] {2, 30, 60, 88, 92, 100, 145}) {
            byte[] grey = TestFfmpeg.bytes(
                    "-i",
                    video.toString(),
                    "-vf",
                    "select=eq(n\\," + frame + "),scale=27:48,format=gray",
                    "-frames:v",
                    "1",
                    "-f",
                    "rawvideo",
                    "-");
            int white = 0;
            for (byte pixel : grey) {
                white += (pixel & 0xFF) > 200 ? 1 : 0;
            }
            // Of 64, were it whole to the pixel.
            assertThat(white).as("frame %d", frame).isGreaterThan(40);
        }
    }

    private Sight seen(Path file, FaceDetector detector) throws Exception {
        return OwnThread.call("test", () -> {
            var run = new FfmpegRun(TestFfmpeg.FFMPEG, folder, new Tally());
            var read = (ClipReading.Read) new ClipReader(run, Limits.DEFAULT).read(file);
            Take take = Objects.requireNonNull(Take.of(Recipe.DEFAULT.shots().getFirst(), (Clip) read.file(), 30));
            var watched = new FilmWatcher(run, Limits.DEFAULT, detector)
                    .watch(RenderCommands.film(take, 30, Limits.DEFAULT), false, folder);
            assertThat(watched.result().isSuccess()).isTrue();
            return watched.sight();
        });
    }
}
