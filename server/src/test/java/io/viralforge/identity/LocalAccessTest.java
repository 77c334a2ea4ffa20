package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalAccessTest {
    private static final String OPEN =
            "mutation($secret: String!, $isSample: Boolean!, $isExisting: Boolean! = false) {"
                    + " localSessionCreate(input: {secret: $secret, isSample: $isSample, isExisting: $isExisting}) { "
                    + SignedIn.SESSION + " } }";

    @Test
    void beforeAnyOperatorTheSampleStudioIsOpenToTheDataFolder() throws IOException {
        try (Installation installation = Installation.start(2)) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(installation.folder.resolve("secrets/local-session"))))
                    .isEqualTo("rw-------");
            String secret = installation.localSecret();

            Race.Both<JsonNode> both =
                    Race.run(() -> open(installation, 0, secret, true), () -> open(installation, 1, secret, true));
            SignedIn one = SignedIn.of(both.one());
            SignedIn other = SignedIn.of(both.other());
            assertThat(one.studioId()).isEqualTo(other.studioId());
            assertThat(one.personId()).isEqualTo(other.personId());
            assertThat(both.one().at("/session/viewer/scopes").toString())
                    .isEqualTo("[\"READ\",\"CREATE\",\"PUBLISH\",\"MONEY\",\"ADMIN\",\"OPERATOR\"]");

            // What the supervisor does for its own worker.
            String token = installation
                    .data(one, "mutation { workerTokenCreate(input: {name: \"local\"}) { token } }", Map.of())
                    .at("/workerTokenCreate/token")
                    .asText();
            assertThat(installation.server.bean(TokenCache.class).known(token, "unknown"))
                    .isNotNull();

            JsonNode early = open(installation, 0, secret, false);
            assertThat(early.at("/userErrors/0/code").asText()).isEqualTo("WRONG_STATE");
            assertThat(early.at("/userErrors/0/message").asText()).contains("setup link");
            assertThat(installation.server.bean(Invitations.class).isAwaitingOperator())
                    .isTrue();
        }
    }

    @Test
    void whoOnlyWantsToLookMakesNoSampleStudio() {
        try (Installation installation = Installation.start(1)) {
            Map<String, Object> look =
                    Map.of("secret", installation.localSecret().strip(), "isSample", true, "isExisting", true);
            for (int time = 0; time < 2; time++) {
                assertThat(installation
                                .data(0, null, OPEN, look)
                                .at("/localSessionCreate/userErrors/0/code")
                                .asText())
                        .isEqualTo("WRONG_STATE");
            }
            SignedIn made = SignedIn.of(open(installation, 0, installation.localSecret(), true));
            assertThat(SignedIn.of(installation.data(0, null, OPEN, look).get("localSessionCreate"))
                            .studioId())
                    .isEqualTo(made.studioId());
        }
    }

    @Test
    void withAnOperatorItOpensTheirFirstStudioAndIsNoAdminToBeLeftWith() {
        try (Installation installation = Installation.start(1)) {
            SignedIn operator = installation.setUp("me@example.org");
            SignedIn local = SignedIn.of(open(installation, 0, installation.localSecret(), false));

            assertThat(local.studioId()).isEqualTo(operator.studioId());
            assertThat(local.personId()).isNotEqualTo(operator.personId());
            assertThat(installation
                            .data(
                                    local,
                                    "mutation($id: ID!) { memberRemove(id: $id) { userErrors { code } } }",
                                    Map.of("id", installation.memberId(operator)))
                            .at("/memberRemove/userErrors/0/code")
                            .asText())
                    .isEqualTo("LAST_ADMIN");
        }
    }

    @Test
    void aWrongSecretIsRefused() {
        Installation installation = Installation.shared();
        for (String secret :
                new String[] {"", "nonsense", installation.localSecret().strip() + "x"}) {
            assertThat(open(installation, 0, secret, true)
                            .at("/userErrors/0/code")
                            .asText())
                    .isEqualTo("TOKEN_INVALID");
        }
    }

    @Test
    void withoutTheSettingNobodyComesInThatWay() {
        try (TestServer server = TestServer.start()) {
            assertThat(server.data(null, OPEN, Map.of("secret", "", "isSample", true))
                            .at("/localSessionCreate/userErrors/0/code")
                            .asText())
                    .isEqualTo("TOKEN_INVALID");
        }
    }

    private static JsonNode open(Installation installation, int replica, String secret, boolean isSample) {
        return installation
                .data(replica, null, OPEN, Map.of("secret", secret.strip(), "isSample", isSample))
                .get("localSessionCreate");
    }
}
