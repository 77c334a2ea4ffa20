package io.viralforge.platform.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;

/** The registry, and what fills it that belongs to no feature. The pool of connections finds the registry by itself. */
@Factory
final class Meters {
    @Singleton
    @Bean(preDestroy = "close")
    PrometheusMeterRegistry registry() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    /** Binds everything, once there is everything: some of it reads the database. */
    @Singleton
    static final class Binding {
        private final MeterRegistry registry;
        private final List<MeterBinder> features;
        private final JvmGcMetrics collections = new JvmGcMetrics();

        Binding(MeterRegistry registry, List<MeterBinder> features) {
            this.registry = registry;
            this.features = features;
        }

        @EventListener
        void bind(StartupEvent event) {
            collections.bindTo(registry);
            List.of(new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics(), new UptimeMetrics())
                    .forEach(binder -> binder.bindTo(registry));
            features.forEach(binder -> binder.bindTo(registry));
        }

        @PreDestroy
        void close() {
            collections.close();
        }
    }
}
