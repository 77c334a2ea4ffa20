package io.viralforge.platform.events;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.viralforge.platform.metrics.Sampled;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;

/** How far events are behind: on their way into the log, and from there to this replica's subscribers. */
@Singleton
final class EventMeters implements MeterBinder {
    private static final String WAITING = "waiting";
    private static final String UNSEEN = "unseen";

    private final Sql sql;
    private final Tail tail;
    private final Sampled sampled;

    EventMeters(Sql sql, Tail tail, InstantSource clock) {
        this.sql = sql;
        this.tail = tail;
        this.sampled = new Sampled(clock, this::read);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("viralforge.events.waiting", sampled, figures -> figures.get(WAITING))
                .description("Events that no relay has numbered yet.")
                .register(registry);
        Gauge.builder("viralforge.events.unseen", sampled, figures -> figures.get(UNSEEN))
                .description("Events in the log that this replica has not read yet.")
                .register(registry);
    }

    private Map<String, Double> read() {
        return sql.everywhere(tx -> Map.of(
                WAITING,
                tx.one("SELECT count(*)::float8 AS waiting FROM outbox", row -> row.real("waiting")),
                UNSEEN,
                (double) Math.max(0, EventStore.head(tx).last() - tail.position())));
    }
}
