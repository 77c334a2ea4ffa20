package io.viralforge.trends;

import io.viralforge.trends.samples.Sample;
import io.viralforge.trends.samples.Seen;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A thing on a network, as it was seen last.
 *
 * @param studio whose it is; null: anybody could have seen it, and it is one for all studios
 * @param sighting with {@link Sighting#id} as the network names it
 */
record TrendItem(
        UUID id, @Nullable UUID studio, Network network, Sighting sighting, Instant firstSeenAt, Instant lastSeenAt) {

    /** The same thing has the same id on every replica, however often it is seen. */
    static UUID id(@Nullable UUID studio, String network, String externalId) {
        String name = (studio == null ? "" : studio) + "\n" + network + "\n" + externalId;
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
            // Version 8 of RFC 9562: made from something of our own.
            long high = (digest.getLong() & ~0xf000L) | 0x8000L;
            long low = (digest.getLong() >>> 2) | 0x8000_0000_0000_0000L;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was counted of it when it was seen last. */
    Seen seen() {
        Sighting.Figures figures = sighting.figures();
        return new Seen(
                id,
                new Sample(
                        lastSeenAt, figures.interest(), figures.likes(), figures.comments(), figures.rank(), Set.of()));
    }

    String sourceId() {
        return network.id();
    }

    String sourceName() {
        return network.name();
    }

    TrendFigure figure() {
        return network.figure();
    }

    String title() {
        return sighting.title();
    }

    @Nullable
    URI url() {
        return sighting.url();
    }

    @Nullable
    String creator() {
        return sighting.creator();
    }

    @Nullable
    Instant publishedAt() {
        return sighting.publishedAt();
    }

    @Nullable
    String language() {
        return sighting.language();
    }

    @Nullable
    Duration duration() {
        return sighting.length();
    }

    @Nullable
    Long interest() {
        return sighting.figures().interest();
    }

    @Nullable
    Long likes() {
        return sighting.figures().likes();
    }

    @Nullable
    Long comments() {
        return sighting.figures().comments();
    }

    @Nullable
    Integer rank() {
        return sighting.figures().rank();
    }
}
