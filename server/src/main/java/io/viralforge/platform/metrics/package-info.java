/** What this replica tells of itself in numbers, at {@code /metrics}. Owns no table. Features bring a {@link io.micrometer.core.instrument.binder.MeterBinder} each. */
@NullMarked
package io.viralforge.platform.metrics;

import org.jspecify.annotations.NullMarked;
