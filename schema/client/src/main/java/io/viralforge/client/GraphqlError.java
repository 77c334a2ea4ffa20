package io.viralforge.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An error at the top of an answer.
 *
 * @param path where in the answer, outermost first: {@code ["jobs", "0", "recipe"]}; empty when it is about all of it
 * @param requestId names the request in the server's log; null when the server did not say
 */
public record GraphqlError(
        ErrorCode code,
        String message,
        List<String> path,
        @Nullable String requestId) {

    static List<GraphqlError> all(@Nullable Object errors) {
        var result = new ArrayList<GraphqlError>();
        if (errors instanceof List<?> list) {
            for (var each : list) {
                if (each instanceof Map<?, ?> error) {
                    result.add(of(error));
                }
            }
        }
        return List.copyOf(result);
    }

    private static GraphqlError of(Map<?, ?> error) {
        var extensions = error.get("extensions") instanceof Map<?, ?> map ? map : Map.of();
        var path = error.get("path") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.<String>of();
        return new GraphqlError(
                ErrorCode.of(extensions.get("code")),
                Objects.requireNonNullElse(error.get("message"), "no message").toString(),
                path,
                extensions.get("requestId") instanceof String id ? id : null);
    }

    static String sentence(List<GraphqlError> errors) {
        return errors.stream()
                .map(e -> e.path().isEmpty() ? e.message() : e.message() + " (at " + String.join(".", e.path()) + ")")
                .collect(Collectors.joining("; "));
    }
}
