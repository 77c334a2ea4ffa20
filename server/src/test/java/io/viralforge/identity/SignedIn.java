package io.viralforge.identity;

import com.fasterxml.jackson.databind.JsonNode;

/** Someone with a session, as a client knows it. */
record SignedIn(String access, String refresh, String email, String personId, String studioId) {
    static final String SESSION =
            "session { accessToken refreshToken expiresAt viewer { person { id email } studio { id } role scopes } }"
                    + " userErrors { code message path }";

    static SignedIn of(JsonNode payload) {
        if (!payload.get("userErrors").isEmpty()) {
            throw new AssertionError(payload.toString());
        }
        JsonNode session = payload.get("session");
        JsonNode viewer = session.get("viewer");
        return new SignedIn(
                session.get("accessToken").asText(),
                session.get("refreshToken").asText(),
                viewer.at("/person/email").asText(),
                viewer.at("/person/id").asText(),
                viewer.at("/studio/id").asText());
    }
}
