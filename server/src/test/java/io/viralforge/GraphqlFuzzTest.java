package io.viralforge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.RandomDocuments;
import io.viralforge.platform.graphql.RandomDocuments.Asked;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.RawSocket;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands of operations that nobody would write, by everybody. Whatever is asked, nothing of ours breaks, every answer is
 * JSON that says under which request id it is in the log, and another studio's things are not in it. A failure tells the
 * seed; {@code -Dfuzz.seed=N} makes the same operations again, {@code -Dfuzz.rounds=N} more of them.
 */
@Tag("full")
class GraphqlFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long SEED = Long.getLong("fuzz.seed", new Random().nextLong());
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 4_000);
    /** These see other studios' things by what they are. */
    private static final Set<String> PRIVILEGED = Set.of("an operator", "a worker");

    private static TestServer server;
    private static WhoSeesWhatTest.Possessions theirs;

    private final Random random = new Random(SEED);
    private final Map<String, Supplier<@Nullable Actor>> roles = new LinkedHashMap<>();
    private final Map<String, @Nullable Actor> actors = new LinkedHashMap<>();
    private final RandomDocuments documents;
    private final List<String> wrong = new ArrayList<>();

    GraphqlFuzzTest() {
        roles.put("nobody", () -> null);
        roles.put("a viewer", () -> server.newMember(Scope.READ));
        roles.put("a creator", () -> server.newMember(Scope.READ, Scope.CREATE, Scope.PUBLISH));
        roles.put("an admin", () -> server.newMember(Scope.READ, Scope.CREATE, Scope.MONEY, Scope.ADMIN));
        roles.put("an operator", () -> server.newMember(Scope.READ, Scope.CREATE, Scope.OPERATOR));
        roles.put("a worker", server::newWorker);
        roles.keySet().forEach(this::renew);
        List<String> ids = new ArrayList<>(theirs.ids());
        actors.values().forEach(actor -> {
            if (actor instanceof Actor.Member member) {
                ids.add(Id.Type.STUDIO.of(member.studio()));
                ids.add(Id.Type.PERSON.of(member.id()));
            }
        });
        ids.add(Id.Type.JOB.of(UUID.nameUUIDFromBytes(new byte[0])));
        documents = RandomDocuments.of(server, random, ids);
    }

    @BeforeAll
    static void start() {
        server = TestServer.start();
        theirs = WhoSeesWhatTest.Possessions.make(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void validOperationsBreakNothingAndShowNothingOfOthers() throws Exception {
        int executed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String role = pick(List.copyOf(roles.keySet()));
            Asked asked = documents.next();
            JsonNode answer = asked.kind().equals("subscription") ? bySocket(role, asked) : byHttp(role, asked.json());
            executed += answer.hasNonNull("data") ? 1 : 0;
            look(role, answer, asked.json());
        }
        assertThat(executed).as("seed %d: many get through", SEED).isGreaterThan(ROUNDS / 10);
        isWell();
    }

    @Test
    void whatIsNoRequestIsRefusedInOrder() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String role = pick(List.copyOf(roles.keySet()));
            Asked asked = documents.next();
            boolean isDocumentAlone = random.nextBoolean();
            String body = isDocumentAlone
                    ? JSON.writeValueAsString(Map.of("query", broken(asked.document()), "variables", asked.variables()))
                    : broken(asked.json());
            JsonNode answer = random.nextInt(4) == 0 ? byGet(role, broken(asked.document())) : byHttp(role, body);
            look(role, answer, body);
        }
        isWell();
    }

    @Test
    void whatIsNoMessageEndsItsSocketAndNoOther() throws Exception {
        try (RawSocket steady = socket("a viewer")) {
            for (int round = 0; round < ROUNDS / 20; round++) {
                try (RawSocket socket = socket(pick(List.copyOf(roles.keySet())))) {
                    for (int n = 0; n < 5; n++) {
                        String message = "{\"type\": \"subscribe\", \"id\": \"" + n + "\", \"payload\": "
                                + documents.next().json() + "}";
                        socket.sendAnyway(broken(message), random.nextBoolean());
                    }
                }
            }
            steady.send(message("still", "{ service { version } }"));
            assertThat(steady.next().at("/payload/data/service/version").asText())
                    .as("seed %d", SEED)
                    .isNotEmpty();
        }
        isWell();
    }

    /** Notes what is of ours, and what is of others. */
    private void look(String role, JsonNode answer, String asked) {
        Set<String> faults = new TreeSet<>();
        for (JsonNode error : answer.path("errors")) {
            String code = error.at("/extensions/code").asText();
            if (code.isEmpty() || code.equals("INTERNAL")) {
                faults.add("a fault of ours");
            }
            if (error.at("/extensions/requestId").asText().isEmpty()) {
                faults.add("no request id");
            }
        }
        if (!PRIVILEGED.contains(role) && showsTheirs(answer.path("data"))) {
            faults.add("things of another studio");
        }
        if (!faults.isEmpty() && wrong.size() < 20) {
            wrong.add(faults + " for " + role + ": " + asked + "\n-> " + answer);
        }
    }

    /** An id that was asked about may come back within a text, such as the caller's own audit log; never as an id. */
    private static boolean showsTheirs(JsonNode data) {
        String text = data.toString();
        return theirs.secrets().stream()
                .anyMatch(secret -> text.contains(theirs.ids().contains(secret) ? "\"" + secret + "\"" : secret));
    }

    private void isWell() {
        assertThat(wrong).as("seed %d", SEED).isEmpty();
        assertThat(server.data(null, "{ service { version } }")
                        .at("/service/version")
                        .asText())
                .isNotEmpty();
        assertThat(theirs.fingerprints()).isNotEmpty();
    }

    private JsonNode byHttp(String role, String body) throws IOException, InterruptedException {
        return answer(
                role,
                HttpRequest.newBuilder(server.uri().resolve("/graphql"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8)));
    }

    private JsonNode byGet(String role, String document) throws IOException, InterruptedException {
        String query = URLEncoder.encode(document, UTF_8);
        return answer(
                role,
                HttpRequest.newBuilder(URI.create(server.uri() + "/graphql?query="
                        + query.substring(0, Math.min(query.length(), 2_000)).replaceAll("%.?$", ""))));
    }

    private JsonNode answer(String role, HttpRequest.Builder request) throws IOException, InterruptedException {
        Actor actor = actors.get(role);
        if (actor != null) {
            request.header("Authorization", "Bearer " + TestServer.token(actor));
        }
        HttpResponse<byte[]> response = HTTP.send(
                request.header("Accept", "application/graphql-response+json")
                        .timeout(Duration.ofMinutes(1))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
        if (response.statusCode() == 401 && actor != null) {
            // Somebody left, was removed, or signed themselves out.
            renew(role);
        }
        return JSON.readTree(response.body());
    }

    /** What is said first: a subscription that is refused says so; one that goes on is passed by the query behind it. */
    private JsonNode bySocket(String role, Asked asked) throws IOException, InterruptedException {
        try (RawSocket socket = socket(role)) {
            socket.send("{\"type\": \"subscribe\", \"id\": \"asked\", \"payload\": " + asked.json() + "}");
            socket.send(message("after", "{ service { version } }"));
            JsonNode message = socket.next();
            return message.path("type").asText().equals("error")
                    ? JSON.createObjectNode().set("errors", message.get("payload"))
                    : message.path("payload");
        }
    }

    private RawSocket socket(String role) throws IOException, InterruptedException {
        byHttp(role, "{\"query\": \"{ service { version } }\"}");
        RawSocket socket = RawSocket.open(server.uri(), Map.of());
        Actor actor = actors.get(role);
        socket.send(
                actor == null
                        ? "{\"type\": \"connection_init\"}"
                        : "{\"type\": \"connection_init\", \"payload\": {\"Authorization\": \"Bearer "
                                + TestServer.token(actor) + "\"}}");
        assertThat(socket.next().get("type").asText()).isEqualTo("connection_ack");
        return socket;
    }

    private void renew(String role) {
        actors.put(role, Objects.requireNonNull(roles.get(role)).get());
    }

    private static String message(String id, String document) {
        return "{\"type\": \"subscribe\", \"id\": \"" + id + "\", \"payload\": {\"query\": \"" + document + "\"}}";
    }

    /** One to four changes somewhere. */
    private String broken(String text) {
        StringBuilder broken = new StringBuilder(text);
        for (int n = 1 + random.nextInt(4); n > 0 && !broken.isEmpty(); n--) {
            int at = random.nextInt(broken.length());
            int to = Math.min(broken.length(), at + random.nextInt(20));
            switch (random.nextInt(6)) {
                case 0 -> broken.delete(at, to);
                case 1 -> broken.setLength(at);
                case 2 -> broken.insert(at, broken.substring(at, to).repeat(1 + random.nextInt(50)));
                case 3 -> broken.setCharAt(at, (char) random.nextInt(0x250));
                case 4 -> broken.insert(at, "{".repeat(random.nextInt(500)));
                default -> broken.insert(at, pick(List.of("\"", "\\", "}", "]", "$", "@", "...", "\0", "\"\"\"", "é")));
            }
        }
        return broken.toString();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
