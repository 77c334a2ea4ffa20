package io.viralforge.analytics;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** The width of a step; the schema describes each. */
enum Grain {
    HOUR {
        @Override
        ZonedDateTime floor(Instant instant, ZoneId zone) {
            return instant.atZone(zone).truncatedTo(ChronoUnit.HOURS);
        }

        @Override
        ZonedDateTime next(ZonedDateTime step) {
            return step.plusHours(1);
        }
    },
    DAY {
        @Override
        ZonedDateTime floor(Instant instant, ZoneId zone) {
            return instant.atZone(zone).toLocalDate().atStartOfDay(zone);
        }

        @Override
        ZonedDateTime next(ZonedDateTime step) {
            // Midnight to midnight, whatever the clocks do in between.
            return step.toLocalDate().plusDays(1).atStartOfDay(step.getZone());
        }
    };

    /** Where the step that holds the instant begins. */
    abstract ZonedDateTime floor(Instant instant, ZoneId zone);

    /** Where the following step begins. */
    abstract ZonedDateTime next(ZonedDateTime step);
}
