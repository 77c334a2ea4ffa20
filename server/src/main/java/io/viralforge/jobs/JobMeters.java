package io.viralforge.jobs;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.viralforge.platform.metrics.Sampled;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** The queue in numbers, of all studios together: every replica tells the same. */
@Singleton
final class JobMeters implements MeterBinder {
    private static final String DEPTH = "depth ";
    private static final String AGE = "age ";
    private static final String WORKERS = "workers";

    private final Sql sql;
    private final Sampled sampled;

    JobMeters(Sql sql, InstantSource clock) {
        this.sql = sql;
        this.sampled = new Sampled(clock, this::read);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (JobKind kind : JobKind.values()) {
            for (JobState state : new JobState[] {JobState.QUEUED, JobState.RUNNING}) {
                gauge("viralforge.jobs", DEPTH + kind + state)
                        .tag("kind", kind.name())
                        .tag("state", state.name())
                        .description("Jobs that wait or run.")
                        .register(registry);
            }
            gauge("viralforge.jobs.oldest", AGE + kind)
                    .tag("kind", kind.name())
                    .baseUnit("seconds")
                    .description("How long the job has waited that could have begun first.")
                    .register(registry);
        }
        gauge("viralforge.workers", WORKERS).description("Workers heard from.").register(registry);
    }

    private Gauge.Builder<Sampled> gauge(String name, String figure) {
        return Gauge.builder(name, sampled, figures -> figures.get(figure));
    }

    private Map<String, Double> read() {
        Map<String, Double> figures = new HashMap<>();
        sql.doEverywhere(tx -> {
            tx.rows("""
                            SELECT kind, state, count(*)::float8 AS depth,
                                greatest(0, extract(epoch FROM now() - min(run_at)))::float8 AS age
                            FROM job WHERE state IN ('QUEUED', 'RUNNING') GROUP BY kind, state""", row -> {
                figures.put(DEPTH + row.text("kind") + row.text("state"), row.real("depth"));
                if (row.text("state").equals(JobState.QUEUED.name())) {
                    figures.put(AGE + row.text("kind"), row.real("age"));
                }
                return true;
            });
            figures.put(
                    WORKERS,
                    tx.one(
                            "SELECT count(*)::float8 AS seen FROM worker WHERE last_seen_at >= now() - ? * interval '1 ms'",
                            row -> row.real("seen"),
                            LeaseTimes.OFFLINE.toMillis()));
        });
        return figures;
    }
}
