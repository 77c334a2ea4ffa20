package io.viralforge.worker.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ShortBuffer;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpeechTest {
    private static final String STORY = """
            Three years ago I lost my job, my apartment and most of my friends. I moved into a garage with no heating.
            Every morning I wrote down five ideas, and every evening I crossed out four of them. The one that survived is
            now a company with twelve people.""";

    @Test
    void itHearsWhatIsSaidAndWhen() throws Exception {
        Kevin.Speaking said = Kevin.say(STORY);

        Transcript heard = TestSpeech.get().hear(said.samples(), share -> {});

        Judgement judgement = Judgement.of(heard, said.words());
        assertThat(judgement.wordErrorRate()).isLessThan(0.15);
        assertThat(judgement.medianOnsetError()).isLessThan(0.15);
    }

    @Test
    void itHearsTheSameWordsEachTime() throws Exception {
        ShortBuffer samples = Kevin.say("Stop doing that today.").samples();

        assertThat(TestSpeech.get().hear(samples, share -> {}))
                .isEqualTo(TestSpeech.get().hear(samples, share -> {}));
    }

    /** Sounds that nobody speaks in. */
    private enum Noise {
        SILENCE,
        HISS,
        TONE,
        BEATS;

        double at(double seconds, Random random) {
            return switch (this) {
                case SILENCE -> 0;
                case HISS -> random.nextGaussian() / 20;
                case TONE -> Math.sin(seconds * 440 * 2 * Math.PI) / 3;
                case BEATS -> Math.sin(seconds * 80 * 2 * Math.PI) * Math.exp(-8 * (seconds % 0.5));
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void itInventsNoWords(Noise noise) throws Exception {
        Random random = new Random(1);
        ShortBuffer samples = ShortBuffer.allocate(20 * Speech.SAMPLE_RATE);
        IntStream.range(0, samples.capacity())
                .forEach(i ->
                        samples.put(i, (short) (Short.MAX_VALUE * Math.clamp(noise.at(i / 16e3, random), -1, 1))));

        assertThat(TestSpeech.get().hear(samples, share -> {}).words()).isEmpty();
    }

    @Test
    void whoIsInterruptedHearsNoMore() throws Exception {
        Speech speech = TestSpeech.get();
        ShortBuffer samples = Kevin.say("Stop doing that today.").samples();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> speech.hear(samples, share -> {})).isInstanceOf(InterruptedException.class);
    }
}
