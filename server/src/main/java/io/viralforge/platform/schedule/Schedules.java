package io.viralforge.platform.schedule;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.jdbc.DataSourceResolver;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/**
 * The scheduler, one on each replica; each execution runs on one of them. A feature adds work by a bean: a {@link
 * RecurringTask} runs by itself, any other {@link Task} when somebody schedules it with the {@link Scheduler}. A task that
 * wants the scheduler asks for a {@code Provider} of it.
 */
@Factory
final class Schedules {
    private static final int THREADS = 4;

    @Singleton
    @Bean(preDestroy = "stop")
    Scheduler scheduler(DataSource dataSource, DataSourceResolver resolver, InstantSource clock, List<Task<?>> tasks) {
        List<RecurringTask<?>> recurring = new ArrayList<>();
        List<Task<?>> onDemand = new ArrayList<>();
        for (Task<?> task : tasks) {
            if (task instanceof RecurringTask<?> again) {
                recurring.add(again);
            } else {
                onDemand.add(task);
            }
        }
        // The library makes its own transactions; the bean itself wants Micronaut Data's.
        return Scheduler.create(resolver.resolve(dataSource), onDemand)
                .startTasks(recurring)
                .clock(clock::instant)
                .threads(THREADS)
                .executorService(Executors.newVirtualThreadPerTaskExecutor())
                .pollUsingLockAndFetch(0.5, 2)
                .pollingInterval(Duration.ofSeconds(5))
                .enableImmediateExecution()
                .shutdownMaxWait(Duration.ofSeconds(10))
                .commitWhenAutocommitDisabled(true)
                .build();
    }

    @Singleton
    static final class Starter {
        private final Scheduler scheduler;

        Starter(Scheduler scheduler) {
            this.scheduler = scheduler;
        }

        @EventListener
        void start(StartupEvent event) {
            scheduler.start();
        }
    }
}
