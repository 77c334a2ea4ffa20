package io.viralforge.worker.media;

import static io.viralforge.worker.media.TestFfmpeg.ENGINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.viralforge.recipe.Pause;
import io.viralforge.recipe.Recipe;
import io.viralforge.recipe.RecipeInput;
import io.viralforge.recipe.RecipeInput.Medium;
import io.viralforge.recipe.RecipeInput.Reading;
import io.viralforge.worker.media.Inspection.Usable;
import io.viralforge.worker.media.Rendering.Rendered;
import io.viralforge.worker.speech.Judgement;
import io.viralforge.worker.speech.Speech;
import io.viralforge.worker.speech.TestSpeech;
import io.viralforge.worker.speech.Transcript;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where nothing is to be heard is found, and cut out without a word or the picture's step being lost. */
class PausesTest {
    /** White while it beeps, in the first half second of each 2.5 s; hiss 35 dB below the beeps all the time. */
    private static final String BEEPS =
            "aevalsrc='if(lt(mod(t,2.5),0.5),0.3*sin(2*PI*440*t),0)+0.005*(random(0)-0.5)':d=10:s=48000";

    private static final String FLASHES =
            "color=black:s=160x120:r=30:d=10,drawbox=t=fill:color=white:enable='lt(mod(t,2.5),0.5)'";

    @TempDir
    Path folder;

    @Test
    void pausesAreWhatIsQuieterThanTheRestByFarAndPictureAndSoundStayInStep() throws Exception {
        Path clip = folder.resolve("beeps.mp4");
        TestFfmpeg.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                FLASHES,
                "-f",
                "lavfi",
                "-i",
                BEEPS,
                "-c:v",
                "libx264",
                "-c:a",
                "aac",
                clip.toString());
        MediaFacts facts = facts(clip);
        assertThat(facts.pauses()).hasSize(4);
        for (int i = 0; i < 4; i++) {
            Pause pause = facts.pauses().get(i);
            assertThat(pause.from().toMillis() / 1e3).isCloseTo(2.5 * i + 0.5, within(0.06));
            assertThat(pause.to().toMillis() / 1e3).isCloseTo(2.5 * (i + 1), within(0.06));
        }

        Rendered rendered = tightened(clip, facts, Map.of());
        double length = seconds(facts(rendered.video()));
        assertThat(length)
                .as("four pauses of 2 s, of which 0.2 s is left, and 0.1 s of the last")
                .isCloseTo(2.7, within(0.25));
        byte[] frames = TestFfmpeg.bytes(
                "-i", rendered.video().toString(), "-vf", "scale=1:1,format=gray", "-f", "rawvideo", "-");
        ShortBuffer samples = samples(rendered.video());
        List<Double> white = onsets(frames.length, 30, at -> (frames[at] & 0xff) > 100);
        List<Double> heard = onsets(samples.limit() / 160, 100, at -> loud(samples, at));
        assertThat(white).hasSize(4);
        assertThat(heard).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(heard.get(i)).isCloseTo(white.get(i), within(0.045));
        }
    }

    @Test
    void noWordIsLostOfRealSpeech() throws Exception {
        Path president = folder.resolve("president.mp4");
        TestFfmpeg.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "color=size=160x120:rate=30:duration=11",
                "-i",
                SharedData.file("speech/jfk.wav").toString(),
                "-c:v",
                "libx264",
                "-c:a",
                "aac",
                president.toString());
        assertTightened(president, 2.5);
        assertTightened(SharedData.real("gradio-art-critic.mp4"), 3);
        assertThat(facts(SharedData.real("friday.mp4")).pauses())
                .as("it is never quiet behind what is said")
                .isEmpty();
    }

    private void assertTightened(Path clip, double atLeast) throws Exception {
        MediaFacts facts = facts(clip);
        double cut = facts.pauses().stream()
                .mapToDouble(pause -> pause.to().minus(pause.from()).toMillis() / 1e3)
                .filter(length -> length >= 0.4)
                .map(length -> length - 0.2)
                .sum();
        Rendered rendered = tightened(clip, facts, Map.of("longerThan", "PT0.4S", "keep", "PT0.2S"));
        double shorter = seconds(facts) - seconds(facts(rendered.video()));
        assertThat(shorter)
                .as("what comes first and last loses 0.1 s more, and each part ends with a frame")
                .isBetween(cut - 0.1, cut + 0.4)
                .isGreaterThan(atLeast);
        Speech speech = TestSpeech.get();
        Transcript before = speech.hear(samples(clip), share -> {});
        Transcript after = speech.hear(samples(rendered.video()), share -> {});
        assertThat(Judgement.of(after, Judgement.words(before.text())).wordErrorRate())
                .as(before.text() + "\n" + after.text() + "\n" + shorter)
                .isLessThan(0.1);
    }

    @Test
    void whatHasNoSoundHasNoPausesAndWhatIsSilentIsOne() throws Exception {
        Path mute = folder.resolve("mute.mp4");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x64:duration=2", mute.toString());
        assertThat(facts(mute).pauses()).isEmpty();
        Path silent = folder.resolve("silent.wav");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "anullsrc=d=2", silent.toString());
        assertThat(facts(silent).pauses()).containsExactly(new Pause(Duration.ZERO, Duration.ofSeconds(2)));
        Path hiss = folder.resolve("hiss.wav");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "anoisesrc=d=2:seed=1", hiss.toString());
        assertThat(facts(hiss).pauses()).isEmpty();
    }

    private static MediaFacts facts(Path file) throws InterruptedException {
        return ((Usable) ENGINE.inspect(file, false, Progress.Listener.NONE)).facts();
    }

    private static double seconds(MediaFacts facts) {
        return Objects.requireNonNull(facts.duration()).toMillis() / 1e3;
    }

    private Rendered tightened(Path clip, MediaFacts facts, Map<String, Object> pauses) throws InterruptedException {
        var input =
                new RecipeInput(Map.of("canvas", Recipes.SMALL, "source", Map.of("assetId", "a", "pauses", pauses)));
        Recipe recipe = ((Reading.Valid) input.read(List.of(new Medium(facts.duration(), facts.pauses())))).recipe();
        return Renders.rendered(recipe, List.of(clip), folder.resolve(clip.getFileName() + "-out"));
    }

    private static ShortBuffer samples(Path file) {
        byte[] sound = TestFfmpeg.bytes(
                "-i",
                file.toString(),
                "-vn",
                "-ac",
                "1",
                "-ar",
                "16000",
                "-af",
                "aresample=async=1:first_pts=0",
                "-f",
                "s16le",
                "-");
        return ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    }

    /** Whether a hundredth of a second is loud. */
    private static boolean loud(ShortBuffer samples, int at) {
        double squares = 0;
        for (int i = at * 160; i < (at + 1) * 160; i++) {
            squares += Math.pow(samples.get(i) / 32768.0, 2);
        }
        return squares / 160 > 1e-3;
    }

    /** The seconds at which something begins to hold. */
    private static List<Double> onsets(int count, double rate, IntPredicate holds) {
        var onsets = new ArrayList<Double>();
        for (int i = 0; i < count; i++) {
            if (holds.test(i) && (i == 0 || !holds.test(i - 1))) {
                onsets.add(i / rate);
            }
        }
        return onsets;
    }
}
