package io.viralforge.speech;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.media.Asset;
import io.viralforge.media.Assets;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.storage.ObjectStore;
import io.viralforge.testing.FakeVoices;
import io.viralforge.testing.FakeVoices.Fault;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.TestServer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Texts read aloud by two replicas. */
class VoicesTest {
    private static final String ALLOY = "openai/alloy";
    private static final int LIMIT = 100;

    private static FakeVoices vendors;
    private static TestServer server;
    private Actor.Member member;

    @BeforeAll
    static void start() {
        vendors = new FakeVoices();
        Map<String, Object> settings = new HashMap<>(vendors.settings());
        settings.put("viralforge.voice.monthly-characters", LIMIT);
        server = TestServer.start(2, settings);
    }

    @AfterAll
    static void stop() {
        server.close();
        vendors.close();
    }

    @BeforeEach
    void begin() {
        vendors.reset();
        server.sql().doEverywhere(tx -> tx.update("DELETE FROM voice_call"));
        member = server.newMember(Scope.READ, Scope.CREATE);
    }

    @Test
    void whatIsSaidIsAnAssetOfSoundThatSaysHowItCameToBe() throws Exception {
        JsonNode asset = asset(speak("mary/slt", "Once upon a time."));
        assertThat(asset.at("/kind").asText()).isEqualTo("AUDIO");
        assertThat(asset.at("/state").asText()).isEqualTo("CHECKING");
        assertThat(asset.at("/fileName").asText()).isEqualTo("Once upon a time .wav");
        assertThat(asset.at("/rights/basis").asText()).isEqualTo("OWNED");
        assertThat(asset.at("/rights/proof").asText()).isEqualTo("AI-made voice: mary/slt");
        assertThat(new String(file(asset), 0, 4, StandardCharsets.ISO_8859_1)).isEqualTo("RIFF");
        assertThat(usage()).as("nobody charges for it").isZero();
        assertThat(vendors.asked()).isEmpty();
    }

    @Test
    void theSameWordsInTheSameVoiceAreTheSameAsset() {
        String first = asset(speak(ALLOY, "Hello.")).at("/id").asText();
        assertThat(asset(speak(1, ALLOY, " Hello. ")).at("/id").asText()).isEqualTo(first);
        assertThat(vendors.asked()).hasSize(1);
        assertThat(asset(speak("openai/onyx", "Hello.")).at("/id").asText()).isNotEqualTo(first);
        Actor.Member one = member;
        member = server.newMember(Scope.READ, Scope.CREATE);
        assertThat(asset(speak(ALLOY, "Hello.")).at("/id").asText())
                .as("another studio's is its own")
                .isNotEqualTo(first);
        assertThat(vendors.asked()).hasSize(3);

        member = one;
        server.data(member, "mutation ($id: ID!) { assetDelete(id: $id) { deletedId } }", Map.of("id", first));
        assertThat(asset(speak(ALLOY, "Hello.")).at("/id").asText())
                .as("what was deleted is said anew")
                .isNotEqualTo(first);
        assertThat(vendors.asked()).hasSize(4);
    }

    @Test
    void wordsThatAreBeingSaidAreNotSaidTwiceAndAThirdTextWaits() throws Exception {
        CountDownLatch gate = vendors.hold();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> first = threads.submit(() -> speak(ALLOY, "One."));
            vendors.awaitArrivals(1);
            assertThat(code(speak(1, ALLOY, "One."))).isEqualTo("CONFLICT");
            Future<JsonNode> second = threads.submit(() -> speak(ALLOY, "Two."));
            vendors.awaitArrivals(1);
            assertThat(code(speak(1, ALLOY, "Three."))).isEqualTo("CONFLICT");
            gate.countDown();
            asset(first.get());
            asset(second.get());
        }
        assertThat(asset(speak(1, ALLOY, "Three.")).at("/id").asText()).startsWith("asset_");
    }

    @Test
    void aBudgetHoldsAndWhatFailedCostsNothing() {
        String text = "x".repeat(60);
        vendors.set(Fault.SERVER_ERROR);
        assertThat(code(speak(ALLOY, text))).isEqualTo("MODEL_UNAVAILABLE");
        assertThat(usage()).isZero();
        assertThat(reason(ALLOY)).isEqualTo("It is out of order (status 503).");
        vendors.reset();
        asset(speak(ALLOY, text));
        assertThat(reason(ALLOY)).as("it answered").isEqualTo("null");
        assertThat(usage()).isEqualTo(60);
        assertThat(code(speak("fish/default", text))).isEqualTo("BUDGET_SPENT");
        assertThat(asset(speak("mary/slt", "This costs nothing, however long it is, and so it is said all the same."))
                        .at("/id")
                        .asText())
                .startsWith("asset_");
        asset(speak("fish/default", "y".repeat(40)));
        assertThat(usage()).isEqualTo(100);
        server.sql().doEverywhere(tx -> tx.update("UPDATE voice_call SET asked_at = asked_at - interval '32 days'"));
        assertThat(usage()).as("a month begins anew").isZero();
        VoicePurge.run(server.sql());
        assertThat(asset(speak(ALLOY, text)).at("/id").asText())
                .as("what was said stays said")
                .startsWith("asset_");
        assertThat(usage()).isZero();
    }

    @Test
    void whatCannotBeSaidIsToldWhereItStands() {
        assertThat(errors(speak(ALLOY, " "))).isEqualTo("OUT_OF_RANGE /input/text");
        assertThat(errors(speak(ALLOY, "x".repeat(Voices.MOST_CHARACTERS + 1)))).isEqualTo("OUT_OF_RANGE /input/text");
        assertThat(errors(speak("openai/nobody", "Hello."))).isEqualTo("NOT_FOUND /input/voice");
        assertThat(errors(speak("mary/slt", "Привет"))).isEqualTo("INVALID /input/text");
        TestServer plain = TestServer.shared();
        Actor.Member other = plain.newMember(Scope.READ, Scope.CREATE);
        assertThat(code(plain.data(other, SPEAK, Map.of("voice", "elevenlabs/21m00Tcm4TlvDq8ikWAM", "text", "Hello."))
                        .at("/voiceSpeak")))
                .isEqualTo("MODEL_UNAVAILABLE");
        assertThat(plain.data(other, "{ voices { name state reason isRemote } }")
                        .at("/voices")
                        .toString())
                .startsWith("[{\"name\":\"mary/slt\",\"state\":\"READY\",\"reason\":null,\"isRemote\":false},"
                        + "{\"name\":\"openai/alloy\",\"state\":\"UNAVAILABLE\",\"reason\":\"The operator has not set"
                        + " VIRALFORGE_VOICE_OPENAI_KEY, see docs/voices.md.\",\"isRemote\":true}")
                .contains("fish/default");
    }

    private static final String SPEAK = """
            mutation ($voice: String!, $text: String!) { voiceSpeak(input: {voice: $voice, text: $text}) {
                asset { id kind state fileName sha256 rights { basis proof } } userErrors { code path } } }""";

    private JsonNode speak(String voice, String text) {
        return speak(0, voice, text);
    }

    private JsonNode speak(int replica, String voice, String text) {
        return GraphqlResponse.of(
                        server.uri(replica), TestServer.token(member), SPEAK, Map.of("voice", voice, "text", text))
                .data()
                .at("/voiceSpeak");
    }

    private static JsonNode asset(JsonNode spoken) {
        assertThat(spoken.at("/userErrors")).isEmpty();
        return spoken.at("/asset");
    }

    private static String code(JsonNode spoken) {
        return spoken.at("/userErrors/0/code").asText();
    }

    private static String errors(JsonNode spoken) {
        return code(spoken) + " /" + spoken.at("/userErrors/0/path/0").asText() + "/"
                + spoken.at("/userErrors/0/path/1").asText();
    }

    private long usage() {
        return server.data(member, "{ voiceUsage { since characters limit } }")
                .at("/voiceUsage/characters")
                .asLong();
    }

    private String reason(String voice) {
        for (JsonNode each : server.data(member, "{ voices { name reason } }").at("/voices")) {
            if (each.at("/name").asText().equals(voice)) {
                return each.at("/reason").asText();
            }
        }
        throw new AssertionError(voice);
    }

    private byte[] file(JsonNode asset) throws Exception {
        UUID id = Objects.requireNonNull(Id.Type.ASSET.uuid(asset.at("/id").asText()));
        Map<UUID, Asset> found = server.sql()
                .inStudio(member.studio(), tx -> server.bean(Assets.class).find(tx, member.studio(), List.of(id)));
        Asset kept = Objects.requireNonNull(found.get(id));
        try (InputStream in = server.bean(0, ObjectStore.class).open(Objects.requireNonNull(kept.file()))) {
            return in.readAllBytes();
        }
    }
}
