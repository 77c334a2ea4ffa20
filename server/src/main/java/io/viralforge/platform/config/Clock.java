package io.viralforge.platform.config;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The only place that reads the system's clock; everything else is given one. */
@Factory
final class Clock {
    @Singleton
    InstantSource instants() {
        return InstantSource.system();
    }
}
