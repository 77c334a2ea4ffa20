package io.viralforge.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.storage.ObjectKey;
import io.viralforge.platform.storage.ObjectStore;
import io.viralforge.sandbox.Sandbox;
import io.viralforge.sandbox.SandboxClock;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A studio that publishes to the sandbox. */
final class PublishFixture {
    /** What a person is shown, and enough to tell one publication from another. */
    static final String PUBLICATION = """
            id state digest approvedAt scheduledAt sentBytes remoteId url title liveAt
            trouble { kind blame message } steps { kind detail } findings { severity message path } account { id state }""";

    /** Bytes that are sent at once. */
    static final int PIECE = 262_144;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String EVENTS =
            "query ($after: String) { events(topics: [PUBLICATION], after: $after, wait: \"PT20S\") { cursor nodes { ... on PublicationEvent { publication { id } } } } }";

    final TestServer server;
    final Sandbox sandbox;
    final Actor.Member member;

    PublishFixture(TestServer server, Sandbox sandbox) {
        this.server = server;
        this.sandbox = sandbox;
        this.member = server.newMember(Scope.READ, Scope.CREATE, Scope.PUBLISH, Scope.ADMIN);
    }

    /** A sandbox in which all goes at once. */
    static Sandbox sandbox() throws IOException {
        Sandbox sandbox = Sandbox.start(0, SandboxClock.running());
        PublishNetworks.hurry(sandbox);
        return sandbox;
    }

    /** A server that publishes there, with small pieces and little patience. */
    static TestServer server(Sandbox sandbox, int replicas, Map<String, Object> differing) {
        Map<String, Object> settings = new HashMap<>(PublishNetworks.settings(sandbox));
        settings.put("viralforge.publish.youtube.piece", PIECE);
        settings.put("viralforge.publish.lease", "1s");
        settings.put("viralforge.publish.rest", "20ms");
        settings.putAll(differing);
        TestServer server = TestServer.start(replicas, settings);
        for (int replica = 0; replica < replicas; replica++) {
            PublishNetworks.register(sandbox, URI.create(server.uri(replica) + "/connect"));
        }
        return server;
    }

    /** Connects the network's first account, as a person with a browser does; its id. */
    String connected(PublishNetwork network) {
        JsonNode finished = finish(network, authorized(network));
        assertThat(finished.get("userErrors")).isEmpty();
        return finished.at("/account/id").asText();
    }

    /** What the network gives back to the browser of who said yes. */
    Map<String, String> authorized(PublishNetwork network) {
        JsonNode begun = server.data(
                        member,
                        "mutation ($network: PublishNetwork!) { networkConnectStart(network: $network) { url expiresAt userErrors { code message } } }",
                        Map.of("network", network))
                .get("networkConnectStart");
        assertThat(begun.get("userErrors")).isEmpty();
        HttpResponse<String> answer = get(URI.create(begun.get("url").asText() + "&approve=1"));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(300, 399);
        URI back = URI.create(answer.headers().firstValue("Location").orElseThrow());
        assertThat(back.getPath()).isEqualTo("/connect");
        return Arrays.stream(back.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0],
                        pair -> java.net.URLDecoder.decode(pair[1], java.nio.charset.StandardCharsets.UTF_8)));
    }

    JsonNode finish(PublishNetwork network, Map<String, String> given) {
        return server.data(member, """
                        mutation ($state: String!, $code: String!) { networkConnectFinish(state: $state, code: $code) {
                          account { id network title state expiresAt } userErrors { code message } } }""", Map.of("state", given.get("state"), "code", given.get("code")))
                .get("networkConnectFinish");
    }

    private static HttpResponse<String> get(URI uri) {
        try {
            return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A checked upright clip of so many random bytes, ten seconds of it as far as the database is concerned; its id. */
    String clip(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return clip(content);
    }

    String clip(byte[] content) {
        UUID id = server.bean(Uuid7.class).next();
        ObjectKey key = new ObjectKey(member.studio(), id);
        put(key, content);
        server.sql().doInStudio(member.studio(), tx -> {
            tx.update(
                    "INSERT INTO blob (studio_id, sha256, bytes, storage_key, created_at) VALUES (?, ?, ?, ?, now()) ON CONFLICT DO NOTHING",
                    member.studio(),
                    sha256(content),
                    content.length,
                    key.toString());
            tx.update("""
                    INSERT INTO asset (studio_id, id, kind, state, file_name, content_type, sha256, bytes, duration_ms,
                        width, height, frame_rate, has_audio, is_salvage, created_at)
                    VALUES (?, ?, 'VIDEO', 'READY', 'clip.mp4', 'video/mp4', ?, ?, 10000, 720, 1280, 30, true, false, now())""", member.studio(), id, sha256(content), content.length);
            tx.update("""
                    INSERT INTO rights (studio_id, asset_id, version, basis, is_inherited, recorded_at)
                    VALUES (?, ?, 1, 'OWNED', false, now())""", member.studio(), id);
        });
        return Id.Type.ASSET.of(id);
    }

    private void put(ObjectKey key, byte[] content) {
        ObjectStore store = server.bean(ObjectStore.class);
        String upload = store.start(key);
        URI part = URI.create(server.uri()
                + store.signPart(key, upload, 1, content.length, Duration.ofMinutes(5))
                        .toString());
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(part)
                            .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isBetween(200, 299);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        store.complete(key, upload, store.parts(key, upload));
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A draft that lacks nothing. */
    JsonNode drafted(String account, String clip, String title) {
        JsonNode created = create(account, clip, title, "PRIVATE", "k-" + title);
        assertThat(created.get("userErrors")).isEmpty();
        return created.get("publication");
    }

    JsonNode create(String account, String clip, String title, @Nullable String privacy, String key) {
        Map<String, Object> content = new HashMap<>(Map.of(
                "title",
                title,
                "description",
                "What it is.",
                "tags",
                List.of("one"),
                "disclosure",
                Map.of("isForKids", false, "isAiMade", true)));
        content.put("privacy", privacy);
        return server.data(
                        member,
                        "mutation ($input: PublicationCreateInput!, $key: String!) { publicationCreate(input: $input, idempotencyKey: $key) { publication { %s } userErrors { code message path } } }"
                                .formatted(PUBLICATION),
                        Map.of("input", Map.of("accountId", account, "assetId", clip, "content", content), "key", key))
                .get("publicationCreate");
    }

    /** A publication that a person has approved to go out now; its id. */
    String approved(String account, String clip, String title) {
        JsonNode draft = drafted(account, clip, title);
        String id = draft.get("id").asText();
        assertThat(schedule(id, Instant.now()).at("/publication/state").asText())
                .isEqualTo("AWAITING_CONSENT");
        assertThat(approve(id, draft.get("digest").asText())
                        .at("/publication/state")
                        .asText())
                .isEqualTo("SCHEDULED");
        return id;
    }

    JsonNode schedule(String id, Instant at) {
        return mutate(
                "publicationSchedule",
                "$id: ID!, $at: DateTime!",
                "id: $id, at: $at",
                Map.of("id", id, "at", at.toString()));
    }

    JsonNode approve(String id, String digest) {
        return mutate(
                "publicationApprove",
                "$id: ID!, $digest: String!",
                "id: $id, digest: $digest",
                Map.of("id", id, "digest", digest));
    }

    JsonNode mutate(String name, String id) {
        return mutate(name, "$id: ID!", "id: $id", Map.of("id", id));
    }

    JsonNode mutate(String name, String declared, String given, Map<String, ?> variables) {
        return server.data(
                        member,
                        "mutation (%s) { %s(%s) { publication { %s } userErrors { code message path } } }"
                                .formatted(declared, name, given, PUBLICATION),
                        variables)
                .get(name);
    }

    JsonNode publication(String id) {
        return server.data(
                        member,
                        "query ($id: ID!) { node(id: $id) { ... on Publication { %s } } }".formatted(PUBLICATION),
                        Map.of("id", id))
                .get("node");
    }

    /** Waits, told by events, until it is in one of these states. */
    JsonNode until(String id, PublicationState... states) {
        Set<String> wanted = Arrays.stream(states).map(Enum::name).collect(Collectors.toSet());
        return until(id, publication -> wanted.contains(publication.get("state").asText()));
    }

    /** Waits, told by events, until it is as wanted. */
    JsonNode until(String id, java.util.function.Predicate<JsonNode> isWanted) {
        Instant end = Instant.now().plusSeconds(60);
        String after = events(null).get("cursor").asText();
        for (JsonNode now = publication(id); ; now = publication(id)) {
            if (isWanted.test(now)) {
                return now;
            }
            assertThat(Instant.now()).as(now.toPrettyString()).isBefore(end);
            after = events(after).get("cursor").asText();
        }
    }

    private JsonNode events(@Nullable String after) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("after", after);
        return server.data(member, EVENTS, variables).get("events");
    }
}
