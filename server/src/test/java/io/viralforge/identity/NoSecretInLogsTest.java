package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.testing.GraphqlResponse;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class NoSecretInLogsTest {
    /** Everything that is logged, at the level an operator may set to look for a fault. */
    private static final class Everything extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLoggerName() + " " + event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    }

    @Test
    void noPasswordTokenOrSecretIsEverLogged() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        Everything everything = new Everything();
        everything.start();
        root.addAppender(everything);
        root.setLevel(Level.DEBUG);
        try (Installation installation = Installation.start(1)) {
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
                            "mutation { apiKeyCreate(input: {name: \"x\", scopes: [READ]}) { token } }",
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
            // A failure inside: its report must not show what it failed on.
            installation.ask(
                    null,
                    "mutation($t: String!) { sessionRefresh(refreshToken: $t) { userErrors { code } } }",
                    Map.of("t", member.refresh() + "\u0000"));

            String log = String.join("\n", everything.lines);
            assertThat(log).contains("io.viralforge");
            for (String secret : List.of(
                    setup,
                    invitation,
                    worker,
                    key,
                    reset,
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
                    "$argon2id$",
                    "\"d\":")) {
                assertThat(log).as(secret).doesNotContain(secret);
            }
        } finally {
            root.setLevel(before);
            root.detachAppender(everything);
        }
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
