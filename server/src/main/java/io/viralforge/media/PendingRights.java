package io.viralforge.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was said about a file's rights before there was an asset to record it for.
 *
 * @param person who said so
 */
record PendingRights(RightsClaim claim, UUID person) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    String toJson() {
        ObjectNode json =
                JSON.createObjectNode().put("basis", claim.basis().name()).put("person", person.toString());
        put(json, "holder", claim.holder());
        put(json, "attribution", claim.attribution());
        put(json, "licenseUrl", claim.licenseUrl());
        put(json, "proof", claim.proof());
        put(json, "expiresAt", claim.expiresAt());
        return json.toString();
    }

    static PendingRights parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            RightsClaim claim = new RightsClaim(
                    RightsBasis.valueOf(json.path("basis").asText()),
                    read(json, "holder", Function.identity()),
                    read(json, "attribution", Function.identity()),
                    read(json, "licenseUrl", URI::create),
                    read(json, "proof", Function.identity()),
                    read(json, "expiresAt", Instant::parse));
            return new PendingRights(claim, UUID.fromString(json.path("person").asText()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rights of an upload", e);
        }
    }

    private static void put(ObjectNode json, String field, @Nullable Object value) {
        if (value != null) {
            json.put(field, value.toString());
        }
    }

    private static <T> @Nullable T read(JsonNode json, String field, Function<String, T> reader) {
        JsonNode value = json.get(field);
        return value == null ? null : reader.apply(value.asText());
    }
}
