package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.jobs.JobFixture;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.language.LanguageModel;
import io.viralforge.platform.language.Prompt;
import io.viralforge.testing.FakeModels;
import io.viralforge.testing.FakeVoices;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.PostOffice;
import io.viralforge.testing.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class NoSecretInLogsTest {
    /** Everything that is logged, at the level an operator may set to look for a fault. */
    private static final class Everything extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLoggerName().startsWith("com.icegreen.")) {
                return; // the tests' mail server, which tells all that it hears
            }
            lines.add(event.getLoggerName() + " " + event.getMDCPropertyMap() + " " + event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    }

    @Test
    void noPasswordTokenOrSecretIsEverLogged() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        Everything everything = new Everything();
        everything.start();
        root.addAppender(everything);
        root.setLevel(Level.DEBUG);
        try (PostOffice office = PostOffice.opened();
                FakeModels models = new FakeModels();
                FakeVoices vendors = new FakeVoices();
                Installation installation = Installation.start(1, settings(office, models, vendors))) {
            String setup = installation.setupToken();
            SignedIn operator = installation.setUp("logs@example.org");
            String invitation = installation.invite(operator, Role.VIEWER, null);
            SignedIn member =
                    SignedIn.of(installation.accept(0, invitation, "logs2@example.org", Installation.PASSWORD, null));
            String worker = installation
                    .data(operator, "mutation { workerTokenCreate(input: {name: \"x\"}) { token } }", Map.of())
                    .at("/workerTokenCreate/token")
                    .asText();
            String key = installation
                    .data(
                            operator,
                            "mutation { apiKeyCreate(input: {name: \"x\", scopes: [READ]}, " + Installation.PROOF
                                    + ") { token } }",
                            Map.of())
                    .at("/apiKeyCreate/token")
                    .asText();
            GraphqlResponse.of(installation.server.uri(), key, "{ viewer { role } }", Map.of());
            installation.data(
                    operator,
                    "mutation($p: String!) { passwordChange(input: {currentPassword: $p, newPassword: \"a new one of these\"})"
                            + " { userErrors { code } } }",
                    Map.of("p", Installation.PASSWORD));
            String reset = installation
                    .data(
                            operator,
                            "mutation { passwordResetCreate(input: {email: \"logs2@example.org\"}) { url } }",
                            Map.of())
                    .at("/passwordResetCreate/url")
                    .asText()
                    .replaceAll(".*#", "");
            installation.data(
                    null,
                    "mutation($t: String!) { passwordReset(input: {token: $t, newPassword: \"set by a link\"})"
                            + " { isReset } }",
                    Map.of("t", reset));
            String verification = PostOffice.token(office.await("logs@example.org"));
            installation.data(
                    null, "mutation($t: String!) { emailVerify(token: $t) { email } }", Map.of("t", verification));
            String local = installation.localSecret().strip();
            JsonNode signedIn = installation.data(
                    null,
                    "mutation($secret: String!) { localSessionCreate(input: {secret: $secret, isSample: true})"
                            + " { session { accessToken refreshToken } } }",
                    Map.of("secret", local));
            installation.data(
                    null,
                    "mutation($p: String!) { sessionCreate(input: {email: \"logs@example.org\", password: $p})"
                            + " { userErrors { code } } }",
                    Map.of("p", "a wrong password"));
            askAModel(installation, models);
            askVoices(installation, vendors);
            List<String> signatures = signaturesOfARender(installation);
            // A failure inside: its report must not show what it failed on.
            installation.ask(
                    null,
                    "mutation($t: String!) { sessionRefresh(refreshToken: $t) { userErrors { code } } }",
                    Map.of("t", member.refresh() + "\u0000"));

            String log = String.join("\n", everything.lines);
            assertThat(log).contains("io.viralforge");
            assertThat(signatures)
                    .hasSizeGreaterThan(4)
                    .allSatisfy(signature -> assertThat(log).doesNotContain(signature));
            assertThat(log).doesNotContain("vfk_");
            for (String secret : List.of(
                    setup,
                    invitation,
                    worker,
                    key,
                    reset,
                    verification,
                    "set by a link",
                    "a new one of these",
                    local,
                    Installation.PASSWORD,
                    "a wrong password",
                    operator.access(),
                    operator.refresh(),
                    member.access(),
                    member.refresh(),
                    signedIn.at("/localSessionCreate/session/accessToken").asText(),
                    signedIn.at("/localSessionCreate/session/refreshToken").asText(),
                    "dGhlIG1hc3RlciBrZXkgb2YgYWxsIHRlc3Qgc2VydmU=",
                    FakeModels.KEY,
                    FakeVoices.KEY,
                    "the words of a voice",
                    "$argon2id$",
                    "\"d\":")) {
                assertThat(log).as(secret).doesNotContain(secret);
            }
        } finally {
            root.setLevel(before);
            root.detachAppender(everything);
        }
    }

    private static Map<String, Object> settings(PostOffice office, FakeModels models, FakeVoices vendors) {
        Map<String, Object> settings = new HashMap<>(office.settings());
        settings.putAll(models.settings("openai"));
        settings.putAll(vendors.settings());
        return settings;
    }

    /** Vendors repeat the key, and so does whatever answers in their place; what is read aloud is people's own. */
    private static void askVoices(Installation installation, FakeVoices vendors) {
        for (FakeVoices.Fault fault : FakeVoices.Fault.values()) {
            for (String voice : List.of("openai/alloy", "fish/default", "mary/slt")) {
                if (fault != FakeVoices.Fault.SLOW) {
                    vendors.set(fault);
                    installation.server.data(
                            installation.server.newMember(Scope.READ, Scope.CREATE),
                            "mutation ($voice: String!) { voiceSpeak(input: {voice: $voice, text: \"the words of a voice\"})"
                                    + " { userErrors { code } } }",
                            Map.of("voice", voice));
                }
            }
        }
    }

    private record Nothing() {}

    /** Whatever goes wrong with it, its provider repeats the key. */
    private static void askAModel(Installation installation, FakeModels models) {
        UUID studio = installation.server.newMember().studio();
        for (FakeModels.Fault fault : FakeModels.Fault.values()) {
            if (fault != FakeModels.Fault.SLOW && fault != FakeModels.Fault.TOO_MANY_REQUESTS) {
                models.set(fault);
                var _ = installation
                        .server
                        .bean(LanguageModel.class)
                        .ask(studio, new Prompt("x", fault.name(), 10), Nothing.class);
                // A rest that one fault asked for is none for the next.
                installation.server.sql().doEverywhere(tx -> tx.update("UPDATE language_call SET retry_at = NULL"));
            }
        }
    }

    /** Uploads a clip, renders it, fetches the result; what the addresses on the way were signed with. */
    private static List<String> signaturesOfARender(Installation installation) throws Exception {
        JobFixture fixture = new JobFixture(installation.server);
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("logged");
        fixture.submitted();
        List<String> addresses =
                new ArrayList<>(List.of(TestServer.token(worker.actor), TestServer.token(fixture.member)));
        for (JsonNode lease : worker.lease(1)) {
            lease.get("inputs").forEach(input -> addresses.add(input.get("url").asText()));
            JsonNode begun = worker.startOutput(lease, "VIDEO", 5, "%064d".formatted(5));
            begun.at("/upload/missingParts")
                    .forEach(part -> addresses.add(part.get("url").asText()));
            JsonNode rendered = worker.rendered(lease, worker.send(lease, "video".getBytes(StandardCharsets.UTF_8)));
            assertThat(rendered.get("isAccepted").asBoolean()).isTrue();
        }
        JsonNode made = installation.server.data(fixture.member, "{ assets(first: 5) { nodes { downloadUrl } } }");
        made.at("/assets/nodes").forEach(asset -> {
            if (!asset.get("downloadUrl").isNull()) {
                addresses.add(asset.get("downloadUrl").asText());
            }
        });
        for (String address : addresses) {
            if (address.startsWith("http")) {
                HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(worker.here(address)).build(), BodyHandlers.discarding());
            }
        }
        return addresses.stream()
                .map(address -> address.replaceAll(".*&sig=", ""))
                .toList();
    }

    @Test
    void theDatabasesComplaintsDoNotShowTheRowTheyAreAbout() {
        Installation installation = Installation.shared();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> installation
                        .server
                        .sql()
                        .doEverywhere(tx -> tx.update(
                                "INSERT INTO person (id, password_hash, created_at) VALUES (gen_random_uuid(), ?, now())",
                                "top secret"))))
                .hasMessageContaining("violates not-null constraint")
                .hasMessageNotContaining("top secret");
    }
}
