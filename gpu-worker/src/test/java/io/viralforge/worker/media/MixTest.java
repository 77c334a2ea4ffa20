package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.viralforge.worker.media.Pictures.Pixel;
import io.viralforge.worker.media.Rendering.Failed;
import io.viralforge.worker.media.Rendering.Rendered;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results are listened to: a clip speaks at 1 kHz, a voice at 3 kHz, and music is a hum at 200 Hz. */
class MixTest {
    private static final String SPEECH = "bandpass=f=1000:width_type=q:w=20,bandpass=f=1000:width_type=q:w=20";
    private static final String VOICE = "bandpass=f=3000:width_type=q:w=20,bandpass=f=3000:width_type=q:w=20";
    private static final String MUSIC = "bandpass=f=200:width_type=q:w=10,bandpass=f=200:width_type=q:w=10";

    @TempDir
    Path folder;

    @Test
    void musicGoesOnPastItsEndAndStepsBackUnderSpeech() throws Exception {
        var sound = Map.of("music", Map.of("assetId", "music", "gain", -6));
        List<Path> inputs = List.of(clip("between(t,3,6)"), hum("mp3", 2));
        Path video = render(sound, inputs, "out").video();

        double[] music = Pictures.envelope(video, MUSIC);
        double alone = Pictures.level(music, 1.5, 2.8);
        assertThat(alone).isGreaterThan(-40);
        assertThat(Pictures.level(music, 3.5, 5.8)).as("under speech").isLessThan(alone - 6);
        assertThat(Pictures.level(music, 8, 9.5)).as("again").isCloseTo(alone, within(1.0));
        assertThat(Pictures.level(music, 0, 0.1)).as("fades in").isLessThan(alone - 12);
        assertThat(Pictures.level(music, 11.85, 11.95)).as("fades out").isLessThan(alone - 12);
        assertThat(Pictures.level(Pictures.envelope(video, SPEECH), 3.5, 5.8)).isGreaterThan(alone);
        isLevelled(video);
        assertThat(Files.mismatch(video, render(sound, inputs, "again").video()))
                .as("the same bytes")
                .isEqualTo(-1);
    }

    @Test
    void musicInsteadOfWhatTheClipSays() throws Exception {
        var sound = Map.of("original", Map.of("isMuted", true), "music", Map.of("assetId", "music", "fade", "PT0S"));
        Path video = render(sound, List.of(clip("1"), hum("flac", 3)), "out").video();
        double alone = Pictures.level(Pictures.envelope(video, MUSIC), 1, 11);
        assertThat(alone).isGreaterThan(-25);
        assertThat(Pictures.level(Pictures.envelope(video, SPEECH), 1, 11)).isLessThan(alone - 30);
        isLevelled(video);
    }

    @Test
    void aVoiceBeginsWhenItIsToldAndMusicMakesRoomForIt() throws Exception {
        Path voice = folder.resolve("voice.wav");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "sine=f=3000:d=3:r=44100", voice.toString());
        var sound = Map.of(
                "original", Map.of("gain", -40),
                "music", Map.of("assetId", "music", "gain", -6, "from", "PT1S"),
                "voice", Map.of("assetId", "voice", "at", "PT4.5S", "gain", 2));
        Path video =
                render(sound, List.of(clip("1"), hum("m4a", 2), voice), "out").video();

        double[] heard = Pictures.envelope(video, VOICE);
        double spoken = Pictures.level(heard, 5, 7);
        assertThat(Pictures.level(heard, 4, 4.48)).as("before").isLessThan(spoken - 30);
        assertThat(Pictures.level(heard, 4.53, 4.6)).as("at once").isCloseTo(spoken, within(2.0));
        assertThat(Pictures.level(heard, 7.6, 9)).as("after").isLessThan(spoken - 30);
        double[] music = Pictures.envelope(video, MUSIC);
        assertThat(Pictures.level(music, 5, 7)).isLessThan(Pictures.level(music, 1.5, 4) - 6);
        assertThat(Pictures.level(Pictures.envelope(video, SPEECH), 5, 7)).isLessThan(spoken - 30);
        isLevelled(video);
    }

    @Test
    void noiseIsTakenOutAndNothingIsMoved() throws Exception {
        Path noisy = folder.resolve("noisy.mp4");
        TestFfmpeg.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "color=s=320x240:r=30:d=6",
                "-f",
                "lavfi",
                "-i",
                "sine=f=1000:r=48000:d=6,volume='if(lt(mod(t,2),1),0.8,0)':eval=frame[s];"
                        + "anoisesrc=d=6:r=48000:seed=3:a=0.01[n];[s][n]amix=inputs=2:normalize=0",
                "-c:a",
                "aac",
                "-b:a",
                "256k",
                noisy.toString());
        Map<String, Object> plain = Map.of("loudness", Map.of("isNormalized", false));
        Map<String, Object> cleaned = new HashMap<>(plain);
        cleaned.put("sound", Map.of("original", Map.of("isDenoised", true)));
        double[] before = Pictures.envelope(Renders.rendered(Recipes.small(plain), List.of(noisy), folder.resolve("a"))
                .video());
        double[] after = Pictures.envelope(Renders.rendered(Recipes.small(cleaned), List.of(noisy), folder.resolve("b"))
                .video());

        assertThat(Pictures.level(after, 3.2, 3.8)).as("a pause").isLessThan(Pictures.level(before, 3.2, 3.8) - 6);
        assertThat(Pictures.level(after, 2.2, 2.8))
                .as("a tone")
                .isCloseTo(Pictures.level(before, 2.2, 2.8), within(1.0));
        assertThat(Pictures.delay(before, after)).isCloseTo(0, within(0.006));
    }

    @Test
    void aSilentClipTakesTheSoundOfAVideo() throws Exception {
        Path silent = folder.resolve("silent.mp4");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "color=c=red:s=320x240:r=30:d=12", silent.toString());
        Rendered rendered = render(
                Map.of("music", Map.of("assetId", "music", "from", "PT3S")),
                List.of(silent, clip("between(t,3,6)")),
                "out");
        assertThat(rendered.warnings()).isEmpty();
        double[] speech = Pictures.envelope(rendered.video(), SPEECH);
        assertThat(Pictures.level(speech, 1, 2.8)).isGreaterThan(Pictures.level(speech, 3.2, 8) + 30);
        assertThat(Pictures.area(rendered.video(), 60, 100, 200, 40, 40))
                .as("nothing is seen of it")
                .matches(p -> p.isNear(new Pixel(255, 0, 0), 12));
    }

    @Test
    void soundCannotBeSeenAndAStillCannotBeHeard() throws Exception {
        Path hum = hum("wav", 2);
        assertThat(TestFfmpeg.ENGINE.render(
                        Recipes.small(Map.of()), List.of(hum), folder.resolve("out"), Progress.Listener.NONE))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.code()).isEqualTo(FailureCode.INPUT_UNREADABLE));
        Path still = folder.resolve("still.png");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x48", "-frames:v", "1", still.toString());
        assertThat(TestFfmpeg.ENGINE.render(
                        Recipes.small(Map.of("sound", Map.of("voice", Map.of("assetId", "still")))),
                        List.of(clip("1"), still),
                        folder.resolve("out"),
                        Progress.Listener.NONE))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.message()).isEqualTo("There is no sound in it."));
    }

    private Rendered render(Map<String, ?> sound, List<Path> inputs, String out) throws Exception {
        return Renders.rendered(Recipes.small(Map.of("sound", sound)), new ArrayList<>(inputs), folder.resolve(out));
    }

    private static void isLevelled(Path video) {
        assertThat(Pictures.measured(video)).isInstanceOfSatisfying(LoudnessMeter.Reading.Measured.class, measured -> {
            assertThat(measured.loudness()).isCloseTo(-14, within(0.5));
            assertThat(measured.peak()).isLessThanOrEqualTo(-0.8);
        });
    }

    /** Twelve seconds of blue, in which it speaks when a condition of t holds. */
    private Path clip(String speaks) {
        Path file = folder.resolve("clip.mp4");
        TestFfmpeg.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "color=c=blue:s=320x240:r=30:d=12",
                "-f",
                "lavfi",
                "-i",
                "sine=f=1000:r=48000:d=12,volume='if(%s,2,0)':eval=frame".formatted(speaks),
                "-c:a",
                "aac",
                file.toString());
        return file;
    }

    private Path hum(String extension, int seconds) {
        Path file = folder.resolve("hum." + extension);
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "sine=f=200:r=44100:d=" + seconds, file.toString());
        return file;
    }
}
