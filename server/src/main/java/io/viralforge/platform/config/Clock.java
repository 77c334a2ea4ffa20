package io.viralforge.platform.config;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The only place that reads the system's clock; everything else is given one. */
@Factory
final class Clock {
    @Singleton
    @Primary
    InstantSource instants() {
        return InstantSource.system();
    }
}
