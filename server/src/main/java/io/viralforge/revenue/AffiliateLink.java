package io.viralforge.revenue;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A short link that leads to what the studio wrote, and nowhere else.
 *
 * @param code what follows {@code /l/}
 * @param parameter of the target that takes the click's id; null: it is not told
 * @param clicks visits by people, as far as they can be told from programs
 * @param passed visits that are not counted
 * @param endedAt null: it leads on
 */
record AffiliateLink(
        UUID studio,
        UUID id,
        String code,
        String name,
        URI target,
        @Nullable String parameter,
        @Nullable UUID clip,
        long clicks,
        long passed,
        Instant createdAt,
        @Nullable Instant endedAt) {

    /** Relative: whoever reads it is told by which address this server is reached. */
    URI url() {
        return URI.create("/l/" + code);
    }

    /** Where a visitor goes; with the click's id where there is one and the link tells it. */
    URI leadsTo(@Nullable String click) {
        if (click == null || parameter == null) {
            return target;
        }
        String text = target.toString();
        int hash = text.indexOf('#');
        String address = hash < 0 ? text : text.substring(0, hash);
        String fragment = hash < 0 ? "" : text.substring(hash);
        return URI.create(address + (address.indexOf('?') < 0 ? "?" : "&") + parameter + "=" + click + fragment);
    }
}
