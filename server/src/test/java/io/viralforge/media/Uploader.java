package io.viralforge.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.sql.Tx;
import io.viralforge.recipe.Pause;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A member of a studio of its own, who works with files as clients do. */
final class Uploader {
    static final MediaFacts FACTS = new MediaFacts(
            MediaKind.VIDEO,
            "video/mp4",
            Duration.ofMillis(2_400),
            1080,
            1920,
            29.97,
            true,
            List.of("h264", "aac"),
            List.of("odd"),
            Pause.of(List.of(0L, 400L, 1_000L, 2_000L)));

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String UPLOAD =
            "id state bytes partBytes receivedBytes expiresAt asset { id } missingParts { number offset bytes url }";
    private static final String ERRORS = " userErrors { code message path } ";
    static final String ASSET = """
            id kind state refusal { code message } warnings fileName contentType bytes sha256 duration width height
            frameRate hasAudio downloadUrl createdAt derivedFrom { id }
            rights { basis holder attribution licenseUrl proof expiresAt allowsDerivatives allowsCommercialUse
              requiresAttribution isInherited recordedAt }""";

    final TestServer server;
    final Actor.Member member;

    Uploader(TestServer server) {
        this.server = server;
        this.member = server.newMember(Scope.READ, Scope.CREATE);
    }

    UUID studio() {
        return member.studio();
    }

    <T extends @Nullable Object> T inStudio(Function<Tx, T> body) {
        return server.sql().inStudio(studio(), body);
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random().nextBytes(bytes);
        return bytes;
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, Object> input(byte[] content) {
        return new HashMap<>(Map.of("fileName", "clip.mp4", "bytes", content.length, "sha256", sha256(content)));
    }

    /** The payload of uploadStart. */
    JsonNode start(Map<String, Object> input, String key) {
        return server.data(
                        member,
                        "mutation($input: UploadStartInput!, $key: String!) { uploadStart(input: $input, idempotencyKey: $key) {"
                                + " upload { " + UPLOAD + " }" + ERRORS + "} }",
                        Map.of("input", input, "key", key))
                .get("uploadStart");
    }

    /** The upload that was started. */
    JsonNode start(byte[] content) {
        return start(input(content));
    }

    JsonNode start(Map<String, Object> input) {
        JsonNode payload = start(input, UUID.randomUUID().toString());
        assertThat(payload.get("userErrors")).isEmpty();
        return payload.get("upload");
    }

    /** PUTs all parts that are missing. */
    void send(JsonNode upload, byte[] content) {
        upload.get("missingParts")
                .forEach(part -> assertThat(put(part, content)).isEqualTo(200));
    }

    /** The status. */
    static int put(JsonNode part, byte[] content) {
        int offset = part.get("offset").asInt();
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create(part.get("url").asText()))
                                    .PUT(BodyPublishers.ofByteArray(Arrays.copyOfRange(
                                            content,
                                            offset,
                                            offset + part.get("bytes").asInt())))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static byte[] get(String url) {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The payload of uploadFinish. */
    JsonNode finish(String upload) {
        return server.data(
                        member,
                        "mutation($id: ID!) { uploadFinish(id: $id) { asset { " + ASSET + " }" + ERRORS + "} }",
                        Map.of("id", upload))
                .get("uploadFinish");
    }

    /** The payload of uploadCancel. */
    JsonNode cancel(String upload) {
        return server.data(
                        member,
                        "mutation($id: ID!) { uploadCancel(id: $id) { upload { " + UPLOAD + " }" + ERRORS + "} }",
                        Map.of("id", upload))
                .get("uploadCancel");
    }

    /** The upload as it is now, null when there is none. */
    JsonNode uploadNow(String id) {
        return node(id, "Upload", UPLOAD);
    }

    /** The asset as it is now, null when there is none. */
    JsonNode assetNow(UUID id) {
        return node(Id.Type.ASSET.of(id), "MediaAsset", ASSET);
    }

    private JsonNode node(String id, String type, String fields) {
        return server.data(
                        member,
                        "query($id: ID!) { node(id: $id) { ... on " + type + " { " + fields + " } } }",
                        Map.of("id", id))
                .get("node");
    }

    /** Uploads a file from beginning to end; the asset as it is then. */
    JsonNode upload(byte[] content) {
        return upload(input(content), content);
    }

    JsonNode upload(Map<String, Object> input, byte[] content) {
        JsonNode upload = start(input);
        send(upload, content);
        JsonNode payload = finish(upload.get("id").asText());
        assertThat(payload.get("userErrors")).isEmpty();
        return payload.get("asset");
    }

    /** Uploads a file and has it found usable; its id. */
    UUID ready(byte[] content) {
        UUID id = uuid(upload(content));
        inspected(id, new Finding.Usable(FACTS));
        return id;
    }

    void inspected(UUID asset, Finding finding) {
        server.sql().doInStudio(studio(), tx -> server.bean(Assets.class).inspected(tx, studio(), asset, finding));
    }

    /** The payload of assetRightsUpdate. */
    JsonNode rights(UUID asset, Map<String, ?> input) {
        return server.data(
                        member,
                        "mutation($id: ID!, $input: RightsInput!) { assetRightsUpdate(id: $id, input: $input) { asset { "
                                + ASSET + " }" + ERRORS + "} }",
                        Map.of("id", Id.Type.ASSET.of(asset), "input", input))
                .get("assetRightsUpdate");
    }

    /** What is said of the asset, null: nothing. */
    @Nullable
    Rights rights(UUID asset) {
        return inStudio(tx -> server.bean(Assets.class).rights(tx, studio(), List.of(asset)))
                .get(asset);
    }

    /** The payload of assetDelete. */
    JsonNode delete(UUID asset) {
        return server.data(
                        member,
                        "mutation($id: ID!) { assetDelete(id: $id) { deletedId userErrors { code path } } }",
                        Map.of("id", Id.Type.ASSET.of(asset)))
                .get("assetDelete");
    }

    /** The asset, deleted or not. */
    Asset asset(UUID id) {
        Map<UUID, Asset> found = inStudio(tx -> server.bean(Assets.class).evenDeleted(tx, studio(), List.of(id)));
        return Objects.requireNonNull(found.get(id));
    }

    static UUID uuid(JsonNode node) {
        return Objects.requireNonNull(Id.parse(node.get("id").asText())).uuid();
    }

    /** Codes and places of a payload's errors. */
    static List<String> errors(JsonNode payload) {
        return StreamSupport.stream(payload.get("userErrors").spliterator(), false)
                .map(error -> error.get("code").asText() + "@"
                        + String.join(
                                ".",
                                StreamSupport.stream(error.get("path").spliterator(), false)
                                        .map(JsonNode::asText)
                                        .toList()))
                .toList();
    }

    /** How many files the studio has. */
    long blobs() {
        return inStudio(
                tx -> tx.one("SELECT count(*) AS n FROM blob WHERE studio_id = ?", row -> row.big("n"), studio()));
    }

    /** States of the asset that were announced, in order. */
    List<String> announced(UUID asset) {
        return server.sql().everywhere(tx -> tx.rows("""
                SELECT payload ->> 'state' AS state FROM (
                    SELECT seq, payload FROM event WHERE subject = ?
                    UNION ALL SELECT 9223372036854775807, payload FROM outbox WHERE subject = ?) AS all_events
                ORDER BY seq""", row -> row.text("state"), asset, asset));
    }
}
