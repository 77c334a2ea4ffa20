package io.viralforge.platform.transport;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The operator's list of origins whose pages may ask this server. */
@Singleton
public final class AllowedOrigins {
    private final Set<String> origins;

    AllowedOrigins(@Value("${viralforge.allowed-origins}") String allowed) {
        this.origins = Arrays.stream(allowed.toLowerCase(Locale.ROOT).split(","))
                .map(String::trim)
                .filter(origin -> !origin.isEmpty())
                .map(AllowedOrigins::checked)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All of them, in lower case. */
    public Set<String> all() {
        return origins;
    }

    boolean contains(String origin) {
        return origins.contains(origin.toLowerCase(Locale.ROOT));
    }

    /** Scheme, host and port, and nothing else: what is not exactly an origin would match none. */
    private static String checked(String origin) {
        URI uri = URI.create(origin.replace("*", ":"));
        if (!origin.equals(uri.getScheme() + "://" + uri.getAuthority())) {
            throw new IllegalArgumentException(
                    "VIRALFORGE_ALLOWED_ORIGINS must list origins such as https://app.example.org, not " + origin);
        }
        return origin;
    }
}
