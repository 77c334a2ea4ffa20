package io.viralforge.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.TestFolder;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Two replicas with a folder for their secrets; identity's tests go through their API. */
final class Installation implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    /** The argument by which one of the people here proves themselves. */
    static final String PROOF = "proof: {password: \"" + PASSWORD + "\"}";

    /** The header in which a test says where it comes from, if not from here. */
    private static final String ADDRESS = "X-Real-IP";

    private static final ObjectMapper JSON = new ObjectMapper();

    final TestServer server;
    final Path folder;

    private Installation(Path folder, TestServer server) {
        this.folder = folder;
        this.server = server;
    }

    static Installation start(int replicas) {
        return start(replicas, Map.of());
    }

    /** With settings that differ from the usual ones. */
    static Installation start(int replicas, Map<String, Object> others) {
        Path folder = TestFolder.create();
        Map<String, Object> settings = new HashMap<>(Map.of(
                "viralforge.public-url",
                "https://studio.example/",
                "viralforge.setup-link-file",
                folder.resolve("setup-link").toString(),
                "viralforge.local-session-file",
                folder.resolve("secrets/local-session").toString(),
                "viralforge.client-address-header",
                ADDRESS,
                "viralforge.socket.ping-interval",
                "1s",
                "viralforge.stream.check",
                "1s",
                "viralforge.redis.prefix",
                "test" + UUID.randomUUID() + ":"));
        settings.putAll(others);
        return new Installation(folder, TestServer.start(replicas, settings));
    }

    /** One installation for the tests that bring studios of their own; it is gone with the JVM. */
    static Installation shared() {
        return Shared.INSTALLATION;
    }

    /** The shared installation's operator, in their first studio. */
    static SignedIn operator() {
        return Shared.OPERATOR;
    }

    private static final class Shared {
        static final Installation INSTALLATION = start(2);
        static final SignedIn OPERATOR = INSTALLATION.setUp("operator@example.org");
    }

    /** The token in the first operator's link. */
    String setupToken() {
        try {
            String link = Files.readString(folder.resolve("setup-link")).strip();
            return link.substring(link.indexOf('#') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String localSecret() {
        try {
            return Files.readString(folder.resolve("secrets/local-session"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SignedIn setUp(String email) {
        return SignedIn.of(accept(0, setupToken(), email, PASSWORD, "First studio"));
    }

    JsonNode accept(int replica, String token, String email, String password, @Nullable String studio) {
        Map<String, Object> input =
                new HashMap<>(Map.of("token", token, "email", email, "password", password, "name", "Somebody"));
        if (studio != null) {
            input.put("studioName", studio);
        }
        return data(
                        replica,
                        null,
                        "mutation($input: InvitationAcceptInput!) { invitationAccept(input: $input) { "
                                + SignedIn.SESSION + " } }",
                        Map.of("input", input))
                .get("invitationAccept");
    }

    /** A new studio, its creator the operator. */
    SignedIn newStudio(SignedIn operator) {
        JsonNode made = data(
                operator,
                "mutation($key: String!) { studioCreate(input: {name: \"Studio\"}, idempotencyKey: $key)"
                        + " { studio { id } userErrors { code } } }",
                Map.of("key", UUID.randomUUID().toString()));
        return SignedIn.of(data(
                        operator,
                        "mutation($id: ID!) { sessionSwitch(studioId: $id) { " + SignedIn.SESSION + " } }",
                        Map.of("id", made.at("/studioCreate/studio/id").asText()))
                .get("sessionSwitch"));
    }

    /** The token in a new invitation's link. */
    String invite(SignedIn admin, Role role, @Nullable String email) {
        Map<String, Object> input = new HashMap<>(Map.of("role", role.name()));
        if (email != null) {
            input.put("email", email);
        }
        String url = data(
                        admin,
                        "mutation($input: InvitationCreateInput!) { invitationCreate(input: $input)"
                                + " { url expiresAt userErrors { code } } }",
                        Map.of("input", input))
                .at("/invitationCreate/url")
                .asText();
        return url.substring(url.indexOf('#') + 1);
    }

    /** A new person in the admin's studio. */
    SignedIn join(SignedIn admin, Role role) {
        String email = "p" + UUID.randomUUID() + "@example.org";
        return SignedIn.of(accept(0, invite(admin, role, null), email, PASSWORD, null));
    }

    String memberId(SignedIn who) {
        for (JsonNode member : data(
                        who, "{ viewer { studio { members(first: 100) { nodes { id person { id } } } } } }", Map.of())
                .at("/viewer/studio/members/nodes")) {
            if (member.at("/person/id").asText().equals(who.personId())) {
                return member.get("id").asText();
            }
        }
        throw new AssertionError("no member");
    }

    GraphqlResponse ask(int replica, @Nullable SignedIn who, String document, Map<String, ?> variables) {
        return GraphqlResponse.of(server.uri(replica), who == null ? null : who.access(), document, variables);
    }

    GraphqlResponse ask(@Nullable SignedIn who, String document, Map<String, ?> variables) {
        return ask(0, who, document, variables);
    }

    /** Asks without a token, from another address. */
    GraphqlResponse askFrom(String address, String document, Map<String, ?> variables) {
        try {
            return GraphqlResponse.of(HttpRequest.newBuilder(server.uri().resolve("/graphql"))
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/graphql-response+json")
                    .header(ADDRESS, address)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            JSON.writeValueAsBytes(Map.of("query", document, "variables", variables))))
                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode data(int replica, @Nullable SignedIn who, String document, Map<String, ?> variables) {
        return ask(replica, who, document, variables).data();
    }

    JsonNode data(@Nullable SignedIn who, String document, Map<String, ?> variables) {
        return data(0, who, document, variables);
    }

    @Override
    public void close() {
        server.close();
    }
}
