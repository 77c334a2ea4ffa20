package io.viralforge.platform.mail;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.viralforge.platform.metrics.Sampled;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;

/** How many mails wait: a mail server that takes none shows nowhere else. */
@Singleton
final class MailMeters implements MeterBinder {
    private static final String WAITING = "waiting";

    private final Sampled sampled;

    MailMeters(Sql sql, InstantSource clock) {
        this.sampled = new Sampled(
                clock,
                () -> Map.of(
                        WAITING,
                        sql.everywhere(tx ->
                                tx.one("SELECT count(*)::float8 AS waiting FROM mail", row -> row.real("waiting")))));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("viralforge.mails.waiting", sampled, figures -> figures.get(WAITING))
                .description("Mails that the mail server has not taken yet.")
                .register(registry);
    }
}
