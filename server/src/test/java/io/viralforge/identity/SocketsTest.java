package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.testing.RawSocket;
import io.viralforge.testing.RawStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What ends ends for open sockets and streams too. */
class SocketsTest {
    private static final String IDLE = "subscription { jobEvents { cursor } }";

    private final Installation installation = Installation.shared();
    private final SignedIn admin = installation.newStudio(Installation.operator());

    @Test
    void aRemovedMembersSocketDoesNothingMoreAndIsClosed() throws InterruptedException {
        SignedIn member = installation.join(admin, Role.CREATOR);
        String id = installation.memberId(member);
        try (RawSocket listening = socket(member)) {
            listening.send(subscribe(IDLE));
            try (RawSocket asking = socket(member)) {
                asking.send(subscribe("{ viewer { role } }"));
                assertThat(asking.next().at("/payload/data/viewer/role").asText())
                        .isEqualTo("CREATOR");

                installation.data(
                        admin, "mutation($id: ID!) { memberRemove(id: $id) { removedId } }", Map.of("id", id));
                asking.send(subscribe("{ viewer { role } }").replace("\"1\"", "\"2\""));
                assertThat(asking.closeCode()).isEqualTo(4403);
            }
            assertThat(listening.closeCode()).isEqualTo(4403);
        }
    }

    @Test
    void aRemovedMembersStreamEnds() throws InterruptedException {
        SignedIn member = installation.join(admin, Role.CREATOR);
        String id = installation.memberId(member);
        try (RawStream stream = RawStream.post(
                installation.server.uri(), null, IDLE, Map.of("Authorization", "Bearer " + member.access()))) {
            assertThat(stream.status()).isEqualTo(200);
            installation.data(admin, "mutation($id: ID!) { memberRemove(id: $id) { removedId } }", Map.of("id", id));
            assertThat(stream.next().at("/errors/0/extensions/code").asText()).isEqualTo("UNAUTHENTICATED");
            assertThat(stream.next().name()).isEqualTo("complete");
            assertThat(stream.isEnded()).isTrue();
        }
    }

    @Test
    void whoseRoleHasBecomeLessIsSentAwayToBeAskedAnew() throws InterruptedException {
        SignedIn member = installation.join(admin, Role.ADMIN);
        try (RawSocket socket = socket(member);
                RawStream stream = RawStream.post(
                        installation.server.uri(), null, IDLE, Map.of("Authorization", "Bearer " + member.access()))) {
            socket.send(subscribe(IDLE));
            installation.data(
                    admin,
                    "mutation($id: ID!) { memberUpdate(id: $id, role: CREATOR) { userErrors { code } } }",
                    Map.of("id", installation.memberId(member)));
            assertThat(socket.closeCode()).isEqualTo(1001);
            assertThat(stream.next().name()).isEqualTo("complete");
            assertThat(stream.isEnded()).isTrue();
        }
    }

    @Test
    void aRevokedWorkersSocketIsClosed() throws InterruptedException {
        var created = installation
                .data(
                        Installation.operator(),
                        "mutation { workerTokenCreate(input: {name: \"socket\"}) { id token } }",
                        Map.of())
                .get("workerTokenCreate");
        try (RawSocket socket = socket(created.get("token").asText())) {
            socket.send(subscribe("subscription { workerSignals { kind } }"));
            installation.data(
                    Installation.operator(),
                    "mutation($id: ID!) { workerTokenRevoke(id: $id) { isRevoked } }",
                    Map.of("id", created.get("id").asText()));
            assertThat(socket.closeCode()).isEqualTo(4403);
        }
    }

    private RawSocket socket(SignedIn who) throws InterruptedException {
        return socket(who.access());
    }

    private RawSocket socket(String token) throws InterruptedException {
        RawSocket socket = RawSocket.open(installation.server.uri(), Map.of());
        socket.send("{\"type\": \"connection_init\", \"payload\": {\"Authorization\": \"Bearer " + token + "\"}}");
        assertThat(socket.next().get("type").asText()).isEqualTo("connection_ack");
        return socket;
    }

    private static String subscribe(String document) {
        return "{\"type\": \"subscribe\", \"id\": \"1\", \"payload\": {\"query\": \"" + document + "\"}}";
    }
}
