package io.viralforge.publish;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Renews tokens ahead of their end, so that an account that has lapsed shows before something is to be published there, and
 * forgets who never came back from a network.
 */
@Factory
final class NetworkUpkeep {
    private static final Duration AHEAD = Duration.ofMinutes(15);

    @Bean
    @Singleton
    RecurringTask<Void> renewTokens(Sql sql, AccountKeys keys) {
        return Tasks.recurring("network-tokens", FixedDelay.ofMinutes(1)).execute((instance, context) -> {
            sql.everywhere(tx -> AccountStore.ending(tx, AHEAD)).forEach(account -> keys.renew(account, AHEAD));
            sql.doEverywhere(NetworkLogins::purge);
        });
    }
}
