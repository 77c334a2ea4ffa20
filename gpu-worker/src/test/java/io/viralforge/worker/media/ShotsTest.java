package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.recipe.TransitionKind;
import io.viralforge.worker.media.Pictures.Pixel;
import io.viralforge.worker.media.Rendering.Rendered;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several clips and stills in one render, each at its frame, with its own sound. */
class ShotsTest {
    private static final Pixel RED = new Pixel(255, 0, 0);
    private static final Pixel GREEN = new Pixel(0, 255, 0);
    private static final Pixel BLUE = new Pixel(0, 0, 255);

    @TempDir
    Path folder;

    @Test
    void shotsFollowEachOtherToTheFrame() throws Exception {
        List<Path> inputs = List.of(clip("red", 200), still("green"), clip("blue", 800));
        Rendered rendered = render(
                List.of(
                        shot("red", 1, 2),
                        Map.of("assetId", "green", "to", "PT0.5S"),
                        Map.of("assetId", "blue", "from", "PT6S", "to", "PT8S", "speed", 2.0),
                        shot("red", 0, 0.5)),
                inputs);

        Path video = rendered.video();
        assertThat(TestFfmpeg.probe(video, "stream=nb_read_frames")).contains("nb_read_frames=90");
        assertThat(at(video, 29)).matches(p -> p.isNear(RED, 12));
        assertThat(at(video, 30)).matches(p -> p.isNear(GREEN, 12));
        assertThat(at(video, 44)).matches(p -> p.isNear(GREEN, 12));
        assertThat(at(video, 45)).matches(p -> p.isNear(BLUE, 12));
        assertThat(at(video, 74)).matches(p -> p.isNear(BLUE, 12));
        assertThat(at(video, 75)).matches(p -> p.isNear(RED, 12));
        double[] loud = Pictures.envelope(video);
        assertThat(mean(loud, 0.1, 0.9)).isGreaterThan(500);
        assertThat(mean(loud, 1.1, 1.4)).as("a still says nothing").isLessThan(20);
        assertThat(mean(loud, 1.6, 2.4)).isGreaterThan(500);
    }

    @ParameterizedTest
    @EnumSource(TransitionKind.class)
    void everyTransitionBeginsWithTheOneAndEndsWithTheOther(TransitionKind kind) throws Exception {
        var into = Map.of("kind", kind, "duration", "PT0.5S");
        Rendered rendered = render(
                List.of(shot("red", 0, 1.5), Map.of("assetId", "blue", "to", "PT1.5S", "into", into)),
                List.of(clip("red", 200), clip("blue", 800)));

        Path video = rendered.video();
        assertThat(TestFfmpeg.probe(video, "stream=nb_read_frames")).contains("nb_read_frames=75");
        assertThat(rendered.videoFacts().duration()).isCloseTo(Duration.ofMillis(2500), Duration.ofMillis(34));
        assertThat(at(video, 29)).matches(p -> p.isNear(RED, 12), "red until it begins");
        assertThat(at(video, 46)).matches(p -> p.isNear(BLUE, 12), "blue when it has ended");
        assertThat(List.of(34L, 37L, 40L, 42L))
                .map(frame -> Pictures.area(video, frame, 0, 0, 270, 480))
                .as("neither in between")
                .anyMatch(p -> !p.isNear(RED, 40) && !p.isNear(BLUE, 40));
    }

    @Test
    void whatIsFasterHasFewerFramesAndItsSoundKeepsUp() throws Exception {
        Path source = folder.resolve("beeps.mp4");
        TestFfmpeg.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x240:r=25:d=8",
                "-f",
                "lavfi",
                "-i",
                "sine=f=1000:r=48000:d=8,volume='if(lt(mod(t,1),0.05),1,0)':eval=frame",
                "-c:v",
                "libx264",
                "-c:a",
                "aac",
                source.toString());
        Rendered rendered = render(
                List.of(Map.of("assetId", "a", "from", "PT0.5S", "to", "PT6.5S", "speed", 1.5)), List.of(source));
        assertThat(TestFfmpeg.probe(rendered.video(), "stream=nb_read_frames")).contains("nb_read_frames=120");
        double[] loud = Pictures.envelope(rendered.video());
        // A beep at every whole second of the source: in the result at 0.5 / 1.5 s and every 1 / 1.5 s from there.
        assertThat(mean(loud, 0.33, 0.40)).isGreaterThan(3 * mean(loud, 0.5, 0.9));
        assertThat(mean(loud, 3.0, 3.06)).isGreaterThan(3 * mean(loud, 3.2, 3.6));
    }

    private Rendered render(List<Map<String, Object>> shots, List<Path> inputs) throws Exception {
        var recipe = Recipes.of(Map.of("canvas", Recipes.SMALL, "shots", shots));
        return Renders.rendered(recipe, inputs, folder.resolve("out"));
    }

    private static Map<String, Object> shot(String asset, double from, double to) {
        return Map.of("assetId", asset, "from", "PT" + from + "S", "to", "PT" + to + "S");
    }

    private Path clip(String color, int tone) {
        Path file = folder.resolve(color + ".mp4");
        TestFfmpeg.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "color=c=%s:s=320x240:r=30:d=9".formatted(color),
                "-f",
                "lavfi",
                "-i",
                "sine=f=%d:r=44100:d=9".formatted(tone),
                "-c:v",
                "libx264",
                "-c:a",
                "aac",
                file.toString());
        return file;
    }

    private Path still(String color) {
        Path file = folder.resolve(color + ".png");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "color=c=0x00FF00:s=200x300", "-frames:v", "1", file.toString());
        assertThat(Files.exists(file)).as(color).isTrue();
        return file;
    }

    private static Pixel at(Path video, long frame) {
        return Pictures.area(video, frame, 100, 200, 40, 40);
    }

    private static double mean(double[] envelope, double from, double to) {
        double sum = 0;
        int first = (int) Math.round(from / 0.005);
        int last = (int) Math.round(to / 0.005);
        for (int i = first; i < last; i++) {
            sum += envelope[i];
        }
        return sum / (last - first);
    }
}
