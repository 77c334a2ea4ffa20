package io.viralforge.platform.metrics;

import io.viralforge.platform.sql.SqlFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Figures that cost a query: read when a gauge is asked, at most once in a while, all at once. Not a number while they
 * cannot be had.
 */
public final class Sampled {
    private static final Logger LOG = LoggerFactory.getLogger(Sampled.class);
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Supplier<Map<String, Double>> query;
    private final InstantSource clock;
    private @Nullable Map<String, Double> figures;
    private Instant readAt = Instant.MIN;

    public Sampled(InstantSource clock, Supplier<Map<String, Double>> query) {
        this.clock = clock;
        this.query = query;
    }

    /** The figure of this name; one that the query does not mention is 0, and all are NaN while it fails. */
    public synchronized double get(String name) {
        Instant now = clock.instant();
        if (readAt.isBefore(now.minus(FRESH))) {
            readAt = now;
            try {
                figures = query.get();
            } catch (SqlFailure failure) {
                LOG.debug("No figures", failure);
                figures = null;
            }
        }
        return figures == null ? Double.NaN : figures.getOrDefault(name, 0.0);
    }
}
