package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FirstStartTest {
    @Test
    void theFirstOperatorComesByALinkThatWorksOnce() throws IOException {
        try (Installation installation = Installation.start(1)) {
            assertThat(Files.readString(installation.folder.resolve("setup-link")))
                    .matches("https://studio\\.example/setup#[A-Za-z0-9_-]{43}\n");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(installation.folder.resolve("setup-link"))))
                    .isEqualTo("rw-------");
            assertThat(isAwaitingOperator(installation)).isTrue();
            String token = installation.setupToken();

            JsonNode nameless = installation.accept(0, token, "me@example.org", Installation.PASSWORD, null);
            assertThat(nameless.at("/userErrors/0/code").asText()).isEqualTo("REQUIRED");
            assertThat(nameless.at("/userErrors/0/path").toString()).isEqualTo("[\"input\",\"studioName\"]");

            JsonNode first = installation.accept(0, token, "me@example.org", Installation.PASSWORD, "Mine");
            assertThat(first.at("/session/viewer/role").asText()).isEqualTo("ADMIN");
            assertThat(first.at("/session/viewer/scopes").toString())
                    .isEqualTo("[\"READ\",\"CREATE\",\"PUBLISH\",\"MONEY\",\"ADMIN\",\"OPERATOR\"]");
            assertThat(isAwaitingOperator(installation)).isFalse();
            assertThat(installation.folder.resolve("setup-link")).doesNotExist();

            JsonNode second = installation.accept(0, token, "you@example.org", Installation.PASSWORD, "Yours");
            assertThat(second.at("/userErrors/0/code").asText()).isEqualTo("TOKEN_INVALID");

            installation.server.addReplica();
            assertThat(installation.folder.resolve("setup-link")).doesNotExist();
        }
    }

    @Test
    void aNewStartMakesANewLinkAndVoidsTheOldOne() {
        try (Installation installation = Installation.start(1)) {
            String old = installation.setupToken();
            installation.server.addReplica();
            String fresh = installation.setupToken();

            assertThat(fresh).isNotEqualTo(old);
            assertThat(installation
                            .accept(0, old, "me@example.org", Installation.PASSWORD, "Mine")
                            .at("/userErrors/0/code")
                            .asText())
                    .isEqualTo("TOKEN_INVALID");
            assertThat(installation
                            .accept(0, fresh, "me@example.org", Installation.PASSWORD, "Mine")
                            .at("/session/viewer/role")
                            .asText())
                    .isEqualTo("ADMIN");
        }
    }

    @Test
    void anExpiredLinkIsVoid() {
        try (Installation installation = Installation.start(1)) {
            installation.server.sql().doEverywhere(tx -> tx.update("UPDATE invitation SET expires_at = now()"));
            assertThat(installation
                            .accept(0, installation.setupToken(), "me@example.org", Installation.PASSWORD, "Mine")
                            .at("/userErrors/0/code")
                            .asText())
                    .isEqualTo("TOKEN_INVALID");
        }
    }

    @Test
    void twoWhoUseTheLinkAtOnceMakeOneOperator() {
        try (Installation installation = Installation.start(2)) {
            String token = installation.setupToken();
            Race.Both<JsonNode> both = Race.run(
                    () -> installation.accept(0, token, "one@example.org", Installation.PASSWORD, "One"),
                    () -> installation.accept(1, token, "two@example.org", Installation.PASSWORD, "Two"));

            assertThat(both.list().stream()
                            .filter(answer -> answer.get("userErrors").isEmpty()))
                    .hasSize(1);
            assertThat(installation
                            .server
                            .sql()
                            .<Integer>everywhere(tx -> tx.one(
                                    "SELECT count(*)::int AS n FROM person WHERE is_operator", row -> row.number("n"))))
                    .isEqualTo(1);
        }
    }

    private static boolean isAwaitingOperator(Installation installation) {
        return installation
                .data(null, "{ service { isAwaitingOperator } }", Map.of())
                .at("/service/isAwaitingOperator")
                .asBoolean();
    }
}
