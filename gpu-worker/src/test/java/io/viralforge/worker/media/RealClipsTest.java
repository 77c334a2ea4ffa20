package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.viralforge.recipe.Recipe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every real clip, rendered: as long, the same way up, in step with its sound, as loud as asked for. */
class RealClipsTest {
    private static final String CLIPS = """
            # name,                       seconds, heard,  difference
            ax-hlg10-color-test.mp4,       0.3001, false,  30
            ax-portrait_4k60.mp4,          0.2997, false,   5
            ax-sample_empty_track.mp4,     1.0010, true,    5
            ax-sample_with_chapters.mp4,   1.0010, true,    5
            carphone_pristine.mp4,         4.0040, false,   5
            fire2.mp4,                     2.3798, true,    5
            flower.mp4,                    5.0050, false,   5
            friday.mp4,                    6.1667, true,    5
            gradio-art-critic.mp4,        13.6167, true,    5
            gradio-world.mp4,             30.0333, false,   5
            mb-cursed-vfr.mp4,             8.7255, false,   5
            mb-rotate-buck-bunny.mp4,      1.9583, true,    5
            moviepy-example.mp4,          16.0000, false,   5
            nasa_13013.mp4,               13.0000, true,    5
            sk-bikes.mp4,                 10.0000, false,   5
            smpte-2997.mp4,               10.0400, true,    5
            tears-of-steel-battle.webm,   70.4580, true,    5
            """;
    private static final Duration FRAME = Duration.ofMillis(34);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(textBlock = CLIPS)
    void isAsLongTheSameWayUpInStepAndAsLoudAsAskedFor(String name, double seconds, boolean isHeard, double difference)
            throws Exception {
        check(Recipes.small(Map.of("fit", Map.of("pad", Map.of()))), name, seconds, isHeard, difference);
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource(textBlock = CLIPS)
    void soItIsInFullSize(String name, double seconds, boolean isHeard, double difference) throws Exception {
        var recipe = Map.<String, Object>of("source", Map.of("assetId", "a"), "fit", Map.of("pad", Map.of()));
        check(Recipes.of(recipe), name, seconds, isHeard, difference);
    }

    private void check(Recipe recipe, String name, double seconds, boolean isHeard, double difference)
            throws Exception {
        Path source = SharedData.real(name);
        var rendered = Renders.rendered(recipe, List.of(source), folder);
        Path video = rendered.video();

        assertThat(rendered.videoFacts().duration()).isCloseTo(Duration.ofMillis(Math.round(seconds * 1e3)), FRAME);
        List<String> facts = TestFfmpeg.probe(
                video,
                "stream=codec_name,profile,pix_fmt,r_frame_rate,nb_read_frames,sample_rate,channels,color_space");
        assertThat(facts)
                .contains(
                        "codec_name=h264", "profile=High", "pix_fmt=yuv420p", "r_frame_rate=30/1", "color_space=bt709")
                .contains("codec_name=aac", "sample_rate=48000", "channels=2")
                .contains("nb_read_frames=" + Math.round(seconds * 30));
        assertThat(IsoBoxes.isFastStart(video)).isTrue();

        long frame = Math.round(seconds * 0.4 * 30);
        String fitted = "scale=iw*sar:ih,scale=%1$d:%2$d:force_original_aspect_ratio=decrease,pad=%1$d:%2$d:-1:-1"
                .formatted(recipe.canvas().width(), recipe.canvas().height());
        byte[] wanted = Pictures.frame(source, frame, "fps=30:start_time=0", fitted);
        assertThat(Pictures.difference(Pictures.frame(video, frame, "null", "null"), wanted))
                .isLessThan(difference);
        if (isHeard) {
            double delay = Pictures.delay(Pictures.envelope(source), Pictures.envelope(video));
            assertThat(delay).isCloseTo(0, within(0.04));
            assertThat(Pictures.loudness(video)).isCloseTo(-14, within(0.5));
        }
    }
}
