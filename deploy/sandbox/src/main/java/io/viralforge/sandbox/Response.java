package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** An answer. */
record Response(int status, Map<String, String> headers, String body) {
    static Response json(int status, ObjectNode body) {
        return new Response(status, Map.of("Content-Type", "application/json; charset=UTF-8"), Json.write(body));
    }

    static Response html(int status, String body) {
        return new Response(status, Map.of("Content-Type", "text/html; charset=UTF-8"), body);
    }

    static Response empty(int status) {
        return empty(status, Map.of());
    }

    static Response empty(int status, Map<String, String> headers) {
        return new Response(status, headers, "");
    }

    static Response redirect(String location) {
        return empty(302, Map.of("Location", location));
    }
}
