package io.viralforge.platform.transport;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each answer tells browsers, where it says nothing else itself. */
@Singleton
final class SafeHeaders {
    private final boolean isBehindHttps;

    SafeHeaders(@Value("${viralforge.public-url:}") @Nullable String publicUrl) {
        this.isBehindHttps =
                publicUrl != null && publicUrl.strip().toLowerCase(Locale.ROOT).startsWith("https://");
    }

    /** @param isSecure whether the request itself came over TLS */
    Map<String, String> of(boolean isSecure) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.put("Cache-Control", "no-store");
        if (isBehindHttps || isSecure) {
            headers.put("Strict-Transport-Security", "max-age=31536000");
        }
        return headers;
    }
}
