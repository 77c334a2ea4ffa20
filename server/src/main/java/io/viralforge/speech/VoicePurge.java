package io.viralforge.speech;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;

/** Forgets lines that were never said. */
@Factory
final class VoicePurge {
    private static final int BATCH = 1_000;

    @Bean
    @Singleton
    RecurringTask<Void> purgeVoices(Sql sql) {
        return Tasks.recurring("voice-purge", FixedDelay.ofHours(1)).execute((instance, context) -> run(sql));
    }

    static void run(Sql sql) {
        int gone = BATCH;
        while (gone == BATCH) {
            gone = sql.<Integer>everywhere(tx -> VoiceStore.purge(tx, BATCH));
        }
    }
}
