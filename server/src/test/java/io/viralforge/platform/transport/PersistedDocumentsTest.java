package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.RawSocket;
import io.viralforge.testing.TestFolder;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PersistedDocumentsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RESPONSE = "application/graphql-response+json";

    @Test
    void aDocumentSentOnceIsKnownToAllReplicasByItsDigest() {
        String document = fresh();
        try (TestServer server = TestServer.start(2, Map.of("viralforge.redis.moment", "20s"))) {
            GraphqlResponse unknown = post(server.uri(0), null, digest(document));
            assertThat(unknown.codes()).containsExactly("PERSISTED_QUERY_NOT_FOUND");
            assertThat(unknown.body().at("/errors/0/message").asText()).isEqualTo("PersistedQueryNotFound");
            assertThat(post(server.uri(0), document, digest(document)).codes()).isEmpty();
            for (int replica = 0; replica < 2; replica++) {
                assertThat(post(server.uri(replica), null, digest(document))
                                .data()
                                .get("__typename")
                                .asText())
                        .isEqualTo("Query");
                assertThat(get(server.uri(replica), digest(document))
                                .data()
                                .get("__typename")
                                .asText())
                        .isEqualTo("Query");
            }
        }
    }

    @Test
    void withoutRedisEachReplicaAsksAgain() {
        String document = fresh();
        try (TestServer server = TestServer.start(2, Map.of("redis.uri", "redis://127.0.0.1:1"))) {
            assertThat(post(server.uri(0), document, digest(document)).codes()).isEmpty();
            assertThat(post(server.uri(0), null, digest(document)).codes()).isEmpty();
            assertThat(post(server.uri(1), null, digest(document)).codes())
                    .containsExactly("PERSISTED_QUERY_NOT_FOUND");
            assertThat(post(server.uri(1), document, digest(document)).codes()).isEmpty();
            assertThat(post(server.uri(1), null, digest(document)).codes()).isEmpty();
        }
    }

    @Test
    void aDigestOfSomethingElseIsRefusedAndWhatIsNotValidIsNotKept() {
        URI server = TestServer.shared().uri();
        assertThat(post(server, "{ __typename }", digest("{ a }")).codes()).containsExactly("BAD_REQUEST");
        assertThat(post(server, "{ __typename }", "ABC").codes()).containsExactly("BAD_REQUEST");
        String invalid = "{ nothing" + UUID.randomUUID().toString().replace("-", "") + " }";
        assertThat(post(server, invalid, digest(invalid)).codes()).containsExactly("BAD_REQUEST");
        assertThat(post(server, null, digest(invalid)).codes()).containsExactly("PERSISTED_QUERY_NOT_FOUND");
    }

    @Test
    void aMutationNamedByItsDigestChangesNothingByGet() {
        TestServer server = TestServer.shared();
        Actor.Member member = server.newMember(Scope.CREATE);
        String mutation = "mutation { testWrite }";
        long before = events(server);
        assertThat(post(server.uri(), mutation, digest(mutation)).codes()).containsExactly("UNAUTHENTICATED");
        for (String accept : new String[] {"*/*", RESPONSE, "application/json", "text/event-stream"}) {
            GraphqlResponse response = GraphqlResponse.of(byGet(server.uri(), digest(mutation))
                    .header("Accept", accept)
                    .header("Authorization", "Bearer " + TestServer.token(member))
                    .build());
            assertThat(response.status()).as(accept).isEqualTo(405);
        }
        assertThat(events(server)).isEqualTo(before);
    }

    @Test
    void aServerOfTrustedDocumentsExecutesNoOthers() throws IOException, InterruptedException {
        String own = "query Extra { service { version } }";
        Path manifest = TestFolder.create().resolve("trusted.json");
        Files.writeString(manifest, JSON.writeValueAsString(Map.of(digest(own), own)));
        String known = manifest().values().stream()
                .filter(text -> text.startsWith("query JobById"))
                .findFirst()
                .orElseThrow();
        try (TestServer server = TestServer.start(
                1,
                Map.of(
                        "viralforge.trusted-documents-only",
                        true,
                        "viralforge.trusted-documents-file",
                        manifest.toString()))) {
            Actor.Member member = server.newMember(Scope.READ);
            String other = "{ __typename }";
            assertThat(post(server.uri(), other, null).codes()).containsExactly("DOCUMENT_UNKNOWN");
            assertThat(post(server.uri(), other, digest(other)).codes()).containsExactly("DOCUMENT_UNKNOWN");
            assertThat(post(server.uri(), null, digest(other)).codes()).containsExactly("DOCUMENT_UNKNOWN");
            assertThat(server.ask(member, known, Map.of("id", "x"))
                            .data()
                            .get("node")
                            .isNull())
                    .isTrue();
            assertThat(post(server.uri(), null, digest(own)).codes()).isEmpty();
            GraphqlResponse byId = GraphqlResponse.of(
                    HttpRequest.newBuilder(URI.create(server.uri() + "/graphql?documentId=sha256:" + digest(own)))
                            .build());
            assertThat(byId.data().at("/service/version").asText()).isNotEmpty();
            try (RawSocket socket = RawSocket.open(server.uri(), Map.of())) {
                socket.send("{\"type\": \"connection_init\"}");
                socket.next();
                socket.send("{\"type\": \"subscribe\", \"id\": \"1\", \"payload\": {\"query\": \"{ __typename }\"}}");
                assertThat(socket.next().findValuesAsText("code")).containsExactly("DOCUMENT_UNKNOWN");
                socket.send("{\"type\": \"subscribe\", \"id\": \"2\", \"payload\": {\"documentId\": \"" + digest(own)
                        + "\"}}");
                assertThat(socket.next().get("type").asText()).isEqualTo("next");
            }
        }
    }

    /** They are sent as they stand in the pages' scripts, and are trusted only as long as both say the same. */
    @Test
    void thePagesOwnDocumentsAreTrusted() throws IOException {
        String script = written(written(resource("/pages/session.js")
                + resource("/pages/security.js")
                + resource("/pages/setup.js")
                + resource("/pages/reset.js")
                + resource("/pages/verify.js")
                + resource("/pages/connect.js")));
        assertThat(resource("/pages/operations.graphql").lines())
                .hasSize(22)
                .allSatisfy(document -> assertThat(script).containsAnyOf("`" + document + "`", "'" + document + "'"));
    }

    /** A script with its constants in the places where they are used. */
    private static String written(String script) {
        return Pattern.compile("const ([A-Z]+) = ['`]([^'`]*)['`]")
                .matcher(script)
                .results()
                .reduce(
                        script,
                        (text, constant) -> text.replace("${" + constant.group(1) + "}", constant.group(2)),
                        (one, other) -> other);
    }

    private static Map<String, String> manifest() throws IOException {
        return JSON.readValue(resource("/trusted-documents.json"), new TypeReference<Map<String, String>>() {});
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(PersistedDocumentsTest.class.getResourceAsStream(name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** One that no other test, and no run before, has sent. */
    private static String fresh() {
        return "query Q" + UUID.randomUUID().toString().replace("-", "") + " { __typename }";
    }

    private static GraphqlResponse post(URI server, @Nullable String document, @Nullable String digest) {
        Map<String, Object> body = new HashMap<>();
        if (document != null) {
            body.put("query", document);
        }
        if (digest != null) {
            body.put("extensions", Map.of("persistedQuery", Map.of("version", 1, "sha256Hash", digest)));
        }
        try {
            return GraphqlResponse.of(HttpRequest.newBuilder(server.resolve("/graphql"))
                    .header("Content-Type", "application/json")
                    .header("Accept", RESPONSE)
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static GraphqlResponse get(URI server, String digest) {
        return GraphqlResponse.of(byGet(server, digest).build());
    }

    private static HttpRequest.Builder byGet(URI server, String digest) {
        String extensions = "{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"" + digest + "\"}}";
        return HttpRequest.newBuilder(
                URI.create(server + "/graphql?extensions=" + URLEncoder.encode(extensions, StandardCharsets.UTF_8)));
    }

    private static long events(TestServer server) {
        return server.sql()
                .everywhere(tx -> tx.one(
                        "SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM outbox) AS n",
                        row -> row.big("n")));
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
