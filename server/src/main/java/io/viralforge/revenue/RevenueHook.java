package io.viralforge.revenue;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * Where a shop tells the studio's sales.
 *
 * @param id part of the address; says nothing to who has not the secret
 */
record RevenueHook(UUID studio, RevenueSource source, UUID id, Instant setAt) {
    /** Relative: whoever reads it is told by which address this server is reached. */
    URI url() {
        return URI.create("/hooks/" + source.name().toLowerCase(Locale.ROOT) + "/" + id);
    }
}
