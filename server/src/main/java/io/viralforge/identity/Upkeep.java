package io.viralforge.identity;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.viralforge.identity.factors.Challenges;
import io.viralforge.identity.token.SigningKeys;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.ToIntFunction;

/**
 * Gives the installation a new signing key now and then, and forgets what is over. Each is a task of its own, on one replica
 * at a time: one that fails keeps no other from its work.
 */
@Factory
final class Upkeep {
    static final Duration KEY_LASTS = Duration.ofDays(90);

    /** For so long a link that is over is told from one that never was. */
    static final Duration LINKS_KNOWN = Duration.ofDays(30);

    private static final Duration EVERY = Duration.ofHours(6);

    /** Anybody may make them, and they are over after five minutes. */
    private static final Duration CHALLENGES_EVERY = Duration.ofMinutes(10);

    /** A transaction's worth: some tens of milliseconds. */
    private static final int BATCH = 500;

    @Bean
    @Singleton
    RecurringTask<Void> rotateKeys(SigningKeys keys) {
        return Tasks.recurring("identity-keys", FixedDelay.of(EVERY))
                .execute((instance, context) -> keys.rotate(KEY_LASTS));
    }

    @Bean
    @Singleton
    RecurringTask<Void> purgeSessions(Sql sql, InstantSource clock) {
        return purge("identity-sessions", EVERY, sql, tx -> SessionStore.purge(tx, clock.instant(), BATCH));
    }

    @Bean
    @Singleton
    RecurringTask<Void> purgeInvitations(Sql sql, InstantSource clock) {
        return purge(
                "identity-invitations",
                EVERY,
                sql,
                tx -> InvitationStore.purge(tx, clock.instant().minus(LINKS_KNOWN), BATCH));
    }

    @Bean
    @Singleton
    RecurringTask<Void> purgePasswordResets(Sql sql) {
        return purge("identity-password-resets", EVERY, sql, tx -> PasswordResets.purge(tx, BATCH));
    }

    @Bean
    @Singleton
    RecurringTask<Void> purgeEmailVerifications(Sql sql) {
        return purge("identity-email-verifications", EVERY, sql, tx -> EmailVerifications.purge(tx, BATCH));
    }

    @Bean
    @Singleton
    RecurringTask<Void> purgeChallenges(Sql sql) {
        return purge("identity-challenges", CHALLENGES_EVERY, sql, tx -> Challenges.purge(tx, BATCH));
    }

    @Bean
    @Singleton
    RecurringTask<Void> purgeAudit(Sql sql, @Value("${viralforge.audit-months}") int months) {
        return purge("identity-audit", EVERY, sql, tx -> Audit.purge(tx, months));
    }

    /** Forgets a batch in each transaction until nothing is left to forget. */
    private static RecurringTask<Void> purge(String name, Duration every, Sql sql, ToIntFunction<Tx> batch) {
        return Tasks.recurring(name, FixedDelay.of(every)).execute((instance, context) -> {
            int last;
            do {
                last = sql.<Integer>everywhere(batch::applyAsInt);
            } while (last > 0);
        });
    }
}
