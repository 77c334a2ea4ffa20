package io.viralforge.publish.tiktok;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * As whom this installation is registered with TikTok.
 *
 * @param clientKey of an app with Login Kit and Content Posting API; {@code VIRALFORGE_TIKTOK_CLIENT_KEY}
 * @param clientSecret its secret; {@code VIRALFORGE_TIKTOK_CLIENT_SECRET}
 * @param url where all of TikTok is, such as a sandbox; null: where all the world finds it. {@code VIRALFORGE_TIKTOK_URL}
 */
@ConfigurationProperties("viralforge.publish.tiktok")
record TikTokConfig(
        @Nullable String clientKey,
        @Nullable String clientSecret,
        @Nullable String url) {
    TikTokConfig {
        clientKey = set(clientKey);
        clientSecret = set(clientSecret);
        url = set(url);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "TikTokConfig[" + clientKey + "]";
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
