package io.viralforge.speech;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.http.Outbound;
import io.viralforge.testing.FakeVoices;
import io.viralforge.testing.FakeVoices.Fault;
import io.viralforge.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What all that read aloud have in common, and how vendors are asked. */
class SpeechSynthesizerTest {
    private static final String TEXT = "Nobody told me that.";

    private static FakeVoices vendors;
    private static OwnVoice own;

    @BeforeAll
    static void start() {
        vendors = new FakeVoices();
        own = new OwnVoice();
    }

    @AfterAll
    static void stop() {
        own.close();
        vendors.close();
    }

    @BeforeEach
    void begin() {
        vendors.reset();
    }

    static Stream<SpeechSynthesizer> all() {
        return Stream.concat(Stream.of(own), Arrays.stream(Vendor.values()).map(vendor -> remote(vendor, config())));
    }

    @ParameterizedTest
    @MethodSource("all")
    void theSameTextIsTheSameFileOfSound(SpeechSynthesizer synthesizer) {
        assertThat(synthesizer.missing()).isNull();
        for (String voice : synthesizer.voices()) {
            byte[] sound = said(synthesizer.say(voice, TEXT));
            assertThat(new String(sound, 0, 4, StandardCharsets.ISO_8859_1))
                    .startsWith(synthesizer.ending().equals("wav") ? "RIFF" : "ID3");
            assertThat(said(synthesizer.say(voice, TEXT))).isEqualTo(sound);
            assertThat(said(synthesizer.say(voice, TEXT + " Nor you."))).isNotEqualTo(sound);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, alloy, /v1/audio/speech, Authorization, Bearer, /input",
        "ELEVENLABS, 21m00, /v1/text-to-speech/21m00?output_format=mp3_44100_128, Xi-api-key, '', /text",
        "FISH, narrator, /v1/tts, Authorization, Bearer, /text"
    })
    void eachVendorIsAskedInItsOwnWords(
            Vendor vendor, String voice, String path, String header, String scheme, String text) {
        said(remote(vendor, config()).say(voice, TEXT));
        assertThat(vendors.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.path()).isEqualTo(path);
            assertThat(asked.headers().get(header)).containsExactly((scheme + " " + FakeVoices.KEY).strip());
            assertThat(asked.body().at(text).asText()).isEqualTo(TEXT);
        });
    }

    @ParameterizedTest
    @EnumSource(Vendor.class)
    void eachFaultIsARefusalOfItsKindAndOneRequest(Vendor vendor) {
        failed(vendor, Fault.TOO_MANY_REQUESTS, UserErrorCode.MODEL_RATE_LIMITED);
        failed(vendor, Fault.SERVER_ERROR, UserErrorCode.MODEL_UNAVAILABLE);
        failed(vendor, Fault.UNAUTHORIZED, UserErrorCode.MODEL_UNAVAILABLE);
        failed(vendor, Fault.USED_UP, UserErrorCode.MODEL_UNAVAILABLE);
        failed(vendor, Fault.UNKNOWN_VOICE, UserErrorCode.MODEL_UNAVAILABLE);
        failed(vendor, Fault.SLOW, UserErrorCode.MODEL_UNAVAILABLE);
        failed(vendor, Fault.TRUNCATED, UserErrorCode.MODEL_UNAVAILABLE);
        failed(vendor, Fault.TOO_LONG, UserErrorCode.MODEL_TOO_LONG);
        failed(vendor, Fault.ENDLESS, UserErrorCode.MODEL_TOO_LONG);
        failed(vendor, Fault.REFUSED, UserErrorCode.MODEL_REFUSED);
        failed(vendor, Fault.REDIRECT, UserErrorCode.MODEL_REFUSED);
        failed(vendor, Fault.EMPTY, UserErrorCode.MODEL_OUT_OF_SHAPE);
        failed(vendor, Fault.HTML, UserErrorCode.MODEL_OUT_OF_SHAPE);
    }

    @Test
    void whoLacksASettingSaysWhich() {
        VoiceConfig none = config(null, null);
        assertThat(Arrays.stream(Vendor.values())
                        .map(vendor -> remote(vendor, none).missing()))
                .containsExactly(
                        "The operator has not set VIRALFORGE_VOICE_OPENAI_KEY, see docs/voices.md.",
                        "The operator has not set VIRALFORGE_VOICE_ELEVENLABS_KEY, see docs/voices.md.",
                        "The operator has not set VIRALFORGE_VOICE_FISH_URL, see docs/voices.md.");
        assertThat(config().toString()).doesNotContain(FakeVoices.KEY);
    }

    private static void failed(Vendor vendor, Fault fault, UserErrorCode code) {
        vendors.reset();
        vendors.set(fault);
        Duration patience = fault == Fault.SLOW ? Duration.ofSeconds(1) : SpeechSynthesizer.PATIENCE;
        Outcome<byte[]> outcome = new RemoteVoice(vendor, config(), outbound(), patience).say("some", TEXT);
        assertThat(outcome)
                .as(fault + " of " + vendor)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.errors().toString())
                                .contains(code.name())
                                .doesNotContain(FakeVoices.KEY)
                                .doesNotContain("slow down"));
        assertThat(vendors.asked()).as("asked once, and nowhere else").hasSize(1);
    }

    private static byte[] said(Outcome<byte[]> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<byte[]>) outcome).value();
    }

    private static SpeechSynthesizer remote(Vendor vendor, VoiceConfig config) {
        return new RemoteVoice(vendor, config, outbound(), SpeechSynthesizer.PATIENCE);
    }

    private static Outbound outbound() {
        return TestServer.shared().bean(Outbound.class);
    }

    private static VoiceConfig config() {
        return config(FakeVoices.KEY, vendors.url());
    }

    private static VoiceConfig config(@Nullable String key, @Nullable String fish) {
        return new VoiceConfig(
                List.of("openai/alloy", "elevenlabs/21m00", "fish/default"),
                key,
                vendors.url() + "/v1",
                key,
                vendors.url(),
                fish,
                key,
                0);
    }
}
