package io.viralforge.platform.trace;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.viralforge.trace.Tracing;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The setting that says whether there are any. */
@Factory
final class Traces {
    @Singleton
    @Bean(preDestroy = "close")
    Tracing tracing(@Value("${viralforge.otlp-endpoint:}") @Nullable String endpoint) {
        return Tracing.of("viralforge-server", endpoint);
    }
}
