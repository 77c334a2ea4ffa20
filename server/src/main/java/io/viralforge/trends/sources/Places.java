package io.viralforge.trends.sources;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.context.annotation.Value;
import io.viralforge.platform.http.OutboundRequest;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where networks are: at their own addresses, or where the operator says, because many have more than one instance. Written
 * as {@code lemmy=https://lemmy.ml,mastodon=https://mastodon.world}.
 */
@Singleton
final class Places {
    private static final Pattern ENTRY = Pattern.compile("([a-z0-9-]+)=(https?://\\S+?)/?");

    private final Map<String, String> places;

    Places(@Value("${viralforge.trends.places:}") @Nullable String places) {
        this.places = parse(places == null ? "" : places);
    }

    /** @throws IllegalArgumentException when an entry is no {@code network=address} */
    private static Map<String, String> parse(String text) {
        Map<String, String> places = new HashMap<>();
        for (String entry : text.strip().split("[,\\s]+", -1)) {
            var parts = ENTRY.matcher(entry);
            if (parts.matches()) {
                places.put(parts.group(1), parts.group(2));
            } else if (!entry.isEmpty()) {
                throw new IllegalArgumentException("no network=address: " + entry);
            }
        }
        return places;
    }

    /**
     * Asks a network.
     *
     * @param own the network's own address
     * @param parameters names and values in turn
     */
    OutboundRequest get(String network, String own, String path, Object... parameters) {
        return OutboundRequest.get(uri(network, own, path, parameters)).with("Accept", "application/json");
    }

    /** As {@link #get}: what is asked. */
    URI uri(String network, String own, String path, Object... parameters) {
        StringBuilder uri = new StringBuilder(places.getOrDefault(network, own)).append(path);
        for (int i = 0; i < parameters.length; i += 2) {
            uri.append(i == 0 ? "?" : "&")
                    .append(encoded(parameters[i]))
                    .append('=')
                    .append(encoded(parameters[i + 1]));
        }
        return URI.create(uri.toString());
    }

    static String encoded(Object value) {
        return URLEncoder.encode(value.toString(), UTF_8);
    }
}
