package io.viralforge.identity;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Forgets what is over, and gives the installation a new signing key now and then; one replica does it. */
@Singleton
final class Upkeep {
    static final Duration KEY_LASTS = Duration.ofDays(90);

    /** For so long a link that is over is told from one that never was. */
    static final Duration LINKS_KNOWN = Duration.ofDays(30);

    private static final Duration EVERY = Duration.ofHours(6);

    private final Sql sql;
    private final SigningKeys keys;
    private final InstantSource clock;
    private final int auditMonths;

    Upkeep(Sql sql, SigningKeys keys, InstantSource clock, @Value("${viralforge.audit-months}") int auditMonths) {
        this.auditMonths = auditMonths;
        this.sql = sql;
        this.keys = keys;
        this.clock = clock;
    }

    @Factory
    static final class Schedule {
        @Bean
        @Singleton
        RecurringTask<Void> keepIdentity(Upkeep upkeep) {
            return Tasks.recurring("identity-upkeep", FixedDelay.of(EVERY))
                    .execute((instance, context) -> upkeep.run());
        }
    }

    void run() {
        Instant now = clock.instant();
        sql.doEverywhere(tx -> SessionStore.purge(tx, now));
        sql.doEverywhere(tx -> InvitationStore.purge(tx, now.minus(LINKS_KNOWN)));
        sql.doEverywhere(tx -> PasswordResets.purge(tx, now));
        sql.doEverywhere(tx -> EmailVerifications.purge(tx, now));
        sql.doEverywhere(tx -> Audit.purge(tx, auditMonths));
        keys.rotate(KEY_LASTS);
    }
}
