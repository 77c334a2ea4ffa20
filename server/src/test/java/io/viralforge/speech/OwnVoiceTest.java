package io.viralforge.speech;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.List;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The voice of this server's own, heard by figures; what it says is heard by a worker in the tests of ./forge make. */
class OwnVoiceTest {
    private static final String STORY = """
            Three years ago I lost my job, my apartment and most of my friends. I moved into a garage with no heating. \
            Every morning I wrote down five ideas, and every evening I crossed out four of them.""";

    private static OwnVoice own;

    @BeforeAll
    static void start() {
        own = new OwnVoice();
    }

    @AfterAll
    static void stop() {
        own.close();
    }

    private record Heard(AudioFormat format, double seconds, double peak, double loudness, double offset) {}

    @Test
    void itSpeaksAsLoudlyAndAsFastAsPeopleDo() throws Exception {
        Heard heard = heard(STORY);
        assertThat(heard.format().getChannels()).isEqualTo(1);
        assertThat(heard.format().getSampleRate()).isEqualTo(48_000);
        assertThat(heard.seconds()).as("33 words, two to four a second").isBetween(8.0, 17.0);
        assertThat(heard.peak()).as("dB").isBetween(-12.0, -0.1);
        assertThat(heard.loudness()).as("dB").isBetween(-32.0, -15.0);
        assertThat(heard.offset()).isBetween(-0.01, 0.01);
    }

    @Test
    void aLongTextIsReadToItsEnd() throws Exception {
        double once = heard(STORY).seconds();
        assertThat(heard((STORY + " ").repeat(4)).seconds()).isBetween(3.6 * once, 4.4 * once);
        assertThat(heard("no end of it ".repeat(60)).seconds()).isGreaterThan(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Привет", "你好", "Hello and مرحبا", "...", "😀", "-"})
    void whatItCannotReadItRefuses(String text) {
        assertThat(own.say("slt", text))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused ->
                                assertThat(refused.errors().toString()).contains(UserErrorCode.INVALID.name(), "text"));
    }

    @Test
    void whateverElseStandsInATextIsRead() throws Exception {
        for (String text : List.of(
                "a",
                "1",
                "naïve café",
                "It’s “so” – really… 😀",
                "<b>&amp;</b> & ]]> <!-- x",
                "$25, 3%, 1,234.56 U.S.A.",
                "x".repeat(500),
                "9 ".repeat(100),
                "!a!".repeat(50),
                "a\n\nb\tc",
                "Dr. Who? Mr. X! #1 @home 12:30")) {
            assertThat(heard(text).seconds()).as(text).isGreaterThan(0.1);
        }
    }

    @Test
    void marksThatItDoesNotKnowBecomeOnesThatItKnows() {
        assertThat(OwnVoice.readable(" It’s “so” – really… 😀 ")).isEqualTo("It's \"so\", really...");
    }

    private static Heard heard(String text) throws Exception {
        Outcome<byte[]> said = own.say("slt", text);
        assertThat(said).as(text).isInstanceOf(Outcome.Done.class);
        try (AudioInputStream sound =
                AudioSystem.getAudioInputStream(new ByteArrayInputStream(((Outcome.Done<byte[]>) said).value()))) {
            ShortBuffer samples = ByteBuffer.wrap(sound.readAllBytes())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer();
            double peak = 0;
            double squares = 0;
            double sum = 0;
            for (int i = 0; i < samples.limit(); i++) {
                double sample = samples.get(i) / 32768.0;
                peak = Math.max(peak, Math.abs(sample));
                squares += sample * sample;
                sum += sample;
            }
            return new Heard(
                    sound.getFormat(),
                    samples.limit() / (double) sound.getFormat().getSampleRate(),
                    20 * Math.log10(peak),
                    10 * Math.log10(squares / samples.limit()),
                    sum / samples.limit());
        }
    }
}
