package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.recipe.Analysis;
import io.viralforge.recipe.Moment;
import io.viralforge.recipe.Moments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real videos, looked at and listened to. */
class AnalystTest {
    @TempDir
    Path folder;

    @Test
    void aFilmIsTakenApartIntoScenesAndItsMomentsBeginAndEndWithThem() throws Exception {
        Analysis analysis = analysis(SharedData.real("tears-of-steel-battle.webm"));

        assertThat(analysis.seconds()).isBetween(70.0, 71.0);
        // It has 21 cuts before its last fifth of a second, and an explosion that looks like one.
        assertThat(analysis.scenes()).hasSizeBetween(21, 23).contains(6.583, 48.208);
        for (int i = 1; i < analysis.scenes().size(); i++) {
            assertThat(analysis.scenes().get(i) - analysis.scenes().get(i - 1)).isGreaterThanOrEqualTo(0.3);
        }
        assertThat(analysis.motion()).hasSizeBetween(70, 71);
        assertThat(analysis.faces()).hasSizeBetween(70, 71).anyMatch(face -> face > 0.1);
        assertThat(analysis.words()).isNull();

        List<Moment> moments = Moments.of(analysis);
        assertThat(moments).hasSizeBetween(3, Moments.MOST);
        assertThat(moments)
                .allMatch(moment -> moment.to() - moment.from() <= 70.6 * 2 / 7)
                .anyMatch(moment -> analysis.scenes().contains(moment.from()));
        assertThat(analysis(SharedData.real("tears-of-steel-battle.webm"))).isEqualTo(analysis);
    }

    @Test
    void whatIsLoudAndWhatIsSilentIsHeard() throws Exception {
        Path beeps = folder.resolve("beeps.mp4");
        TestFfmpeg.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x180:r=10:d=12",
                "-f",
                "lavfi",
                "-i",
                "sine=f=500:d=12,volume=volume='if(between(t,4,8),0,1)':eval=frame",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-c:a",
                "aac",
                beeps.toString());
        Analysis analysis = analysis(beeps);
        assertThat(analysis.scenes()).containsExactly(0.0);
        assertThat(analysis.loudness()).hasSize(12);
        assertThat(analysis.loudness().get(2)).isBetween(-30.0, -10.0);
        assertThat(analysis.loudness().get(6)).isLessThan(-60);
        assertThat(analysis.pauses()).singleElement().satisfies(pause -> {
            assertThat(pause.from().toMillis()).isBetween(3900L, 4200L);
            assertThat(pause.to().toMillis()).isBetween(7800L, 8100L);
        });
        assertThat(TestFfmpeg.ENGINE.inspect(beeps, false, Progress.Listener.NONE))
                .as("the pauses are those that the server knows of the file")
                .isInstanceOfSatisfying(
                        Inspection.Usable.class,
                        usable -> assertThat(usable.facts().pauses()).isEqualTo(analysis.pauses()));
        assertThat(Moments.of(analysis)).isEmpty();
    }

    @Test
    void aVideoWithoutSoundAndAPictureAreAnswered() throws Exception {
        Analysis silent = analysis(SharedData.real("carphone_pristine.mp4"));
        assertThat(silent.loudness()).isEmpty();
        assertThat(silent.pauses()).isEmpty();
        assertThat(silent.faces()).hasSize(4).allMatch(face -> face > 0.2);
        Path junk = Files.writeString(folder.resolve("junk.mp4"), "no video");
        assertThat(TestFfmpeg.ENGINE.analyze(junk, folder, Progress.Listener.NONE))
                .isInstanceOf(Analyzing.Failed.class);
    }

    private Analysis analysis(Path file) throws Exception {
        Path own = Files.createTempDirectory(folder, "analysis");
        return switch (TestFfmpeg.ENGINE.analyze(file, own, Progress.Listener.NONE)) {
            case Analyzing.Analyzed(Analysis analysis, Usage usage) -> {
                assertThat(own).isEmptyDirectory();
                assertThat(usage.cpuSeconds()).isPositive();
                yield analysis;
            }
            case Analyzing.Failed failed -> throw new AssertionError(failed);
        };
    }
}
