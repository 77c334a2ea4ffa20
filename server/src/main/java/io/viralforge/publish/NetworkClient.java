package io.viralforge.publish;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * As whom this installation is registered with a network.
 *
 * @param id what the network calls the client's id or key; null: it is not registered
 * @param secret its secret; null likewise
 * @param url where all of the network is, such as a sandbox; null: where all the world finds it
 */
public record NetworkClient(
        @Nullable String id,
        @Nullable String secret,
        @Nullable String url) {
    public NetworkClient {
        id = set(id);
        secret = set(secret);
        url = set(url);
    }

    /** The address given, unless all of the network is elsewhere. */
    public String at(String origin) {
        return url == null ? origin : url;
    }

    /** Where the operator says that the network is; null: where all the world finds it. */
    public @Nullable URI place() {
        return url == null ? null : URI.create(url);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "NetworkClient[" + id + "]";
    }

    private static @Nullable String set(@Nullable String value) {
        String text = value == null ? "" : value.strip();
        String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return trimmed.isEmpty() ? null : trimmed;
    }
}
