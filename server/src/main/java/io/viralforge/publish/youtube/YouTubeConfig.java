package io.viralforge.publish.youtube;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * As whom this installation is registered with Google.
 *
 * @param clientId of an OAuth client of the kind "web application"; {@code VIRALFORGE_YOUTUBE_CLIENT_ID}
 * @param clientSecret its secret; {@code VIRALFORGE_YOUTUBE_CLIENT_SECRET}
 * @param piece how many bytes are sent at once; a multiple of 262144, as all pieces but the last must be
 * @param url where all of YouTube is, such as a sandbox; null: where all the world finds it. {@code VIRALFORGE_YOUTUBE_URL}
 */
@ConfigurationProperties("viralforge.publish.youtube")
record YouTubeConfig(
        @Nullable String clientId,
        @Nullable String clientSecret,
        @Nullable String url,
        int piece) {
    YouTubeConfig {
        clientId = set(clientId);
        clientSecret = set(clientSecret);
        url = set(url);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "YouTubeConfig[" + clientId + "]";
    }

    /** The sandbox, or the address given. */
    String at(String origin) {
        return url == null ? origin : url;
    }

    @Nullable
    URI place() {
        return url == null ? null : URI.create(url);
    }

    private static @Nullable String set(@Nullable String value) {
        String text = value == null ? "" : value.strip();
        String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return trimmed.isEmpty() ? null : trimmed;
    }
}
