package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Answers in the envelope of TikTok's API v2 ("Error Handling"): data, and an error whose code is "ok" when it is none. */
final class TiktokErrors {
    private TiktokErrors() {}

    static Response ok(ObjectNode data) {
        return response(200, "ok", "", data);
    }

    static Refused invalid(String message) {
        return refused(400, "invalid_param", message);
    }

    static Refused unauthenticated() {
        return refused(401, "access_token_invalid", "The access token is none, or none any more.");
    }

    static Refused missingScope(String scope) {
        return refused(401, "scope_not_authorized", "The creator did not allow " + scope + ".");
    }

    static Refused tooFast() {
        return refused(429, "rate_limit_exceeded", "Too many requests with this token in a minute.");
    }

    static Refused forbidden(String code, String message) {
        return refused(403, code, message);
    }

    static Refused refused(int status, String code, String message) {
        return new Refused(response(status, code, message, Json.object()));
    }

    private static Response response(int status, String code, String message, ObjectNode data) {
        ObjectNode body = Json.object();
        body.set("data", data);
        body.putObject("error").put("code", code).put("message", message).put("log_id", Tokens.random(12));
        return Response.json(status, body);
    }
}
