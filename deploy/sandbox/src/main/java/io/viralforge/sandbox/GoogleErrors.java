package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Errors in the form of Google's APIs: a list of errors with domain and reason below a code (YouTube Data API, "Errors").
 */
final class GoogleErrors {
    private GoogleErrors() {}

    static Refused badRequest(String reason, String message) {
        return refused(400, "INVALID_ARGUMENT", "youtube.video", reason, message);
    }

    static Refused badParameter(String reason, String message) {
        return refused(400, "INVALID_ARGUMENT", "youtube.parameter", reason, message);
    }

    static Refused forbidden(String reason, String message) {
        return refused(403, "PERMISSION_DENIED", "youtube.video", reason, message);
    }

    static Refused notFound(String reason, String message) {
        return refused(404, "NOT_FOUND", "youtube.video", reason, message);
    }

    static Refused quotaExceeded() {
        return refused(403, "PERMISSION_DENIED", "youtube.quota", "quotaExceeded", "The project's quota is used up.");
    }

    static Refused insufficientScopes() {
        return refused(
                403,
                "PERMISSION_DENIED",
                "global",
                "insufficientPermissions",
                "The access token was not granted a scope that allows this.");
    }

    static Refused unauthenticated() {
        Response plain = response(401, "UNAUTHENTICATED", "global", "authError", "Invalid credentials");
        return new Refused(new Response(
                401,
                Map.of(
                        "Content-Type",
                        "application/json; charset=UTF-8",
                        "WWW-Authenticate",
                        "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\""),
                plain.body()));
    }

    private static Refused refused(int code, String status, String domain, String reason, String message) {
        return new Refused(response(code, status, domain, reason, message));
    }

    private static Response response(int code, String status, String domain, String reason, String message) {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error").put("code", code).put("message", message);
        error.putArray("errors")
                .addObject()
                .put("message", message)
                .put("domain", domain)
                .put("reason", reason);
        error.put("status", status);
        return Response.json(code, body);
    }
}
