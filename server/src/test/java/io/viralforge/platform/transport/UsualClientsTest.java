package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.NodeScript;
import io.viralforge.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Apollo Client and urql as they come, with their usual links and exchanges. */
class UsualClientsTest {
    private final TestServer server = TestServer.shared();

    @Test
    void theyAskChangeSubscribeAndSendTheirDocumentsOnce() throws InterruptedException {
        List<String> said;
        try (NodeScript clients = NodeScript.start(
                "usual.mjs", server.uri().toString(), TestServer.token(server.newMember(Scope.READ, Scope.CREATE)))) {
            said = clients.finish().stream().map(UsualClientsTest::line).toList();
        }
        assertThat(said)
                .containsExactly(
                        "apollo query \"a\"",
                        "apollo mutation 2",
                        "apollo error \"NOT_FOUND\"",
                        "apollo persisted POST \"b\"",
                        "apollo requests [\"POST\",\"POST text\"]",
                        "apollo persisted POST \"c\"",
                        "apollo requests [\"POST\"]",
                        "apollo persisted GET \"b\"",
                        "apollo requests [\"GET\",\"POST text\"]",
                        "apollo persisted GET \"c\"",
                        "apollo requests [\"GET\"]",
                        "apollo subscription [1,2,3]",
                        "urql query \"a\"",
                        "urql mutation 2",
                        "urql error \"NOT_FOUND\"",
                        "urql persisted POST \"b\"",
                        "urql requests [\"POST\",\"POST text\"]",
                        "urql persisted POST \"c\"",
                        "urql requests [\"POST\"]",
                        "urql persisted GET \"b\"",
                        "urql requests [\"GET\",\"GET text\"]",
                        "urql persisted GET \"c\"",
                        "urql requests [\"GET\"]",
                        "urql subscription over streams [1,2,3]",
                        "urql subscription over sockets [1,2,3]");
    }

    private static String line(JsonNode line) {
        return line.get("client").asText() + " " + line.get("what").asText() + " " + line.get("value");
    }
}
