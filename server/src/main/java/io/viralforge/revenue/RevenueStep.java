package io.viralforge.revenue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/** The width of a step; the schema describes each. */
enum RevenueStep {
    DAY {
        @Override
        LocalDate floor(LocalDate day) {
            return day;
        }

        @Override
        LocalDate next(LocalDate step) {
            return step.plusDays(1);
        }
    },
    MONTH {
        @Override
        LocalDate floor(LocalDate day) {
            return day.with(TemporalAdjusters.firstDayOfMonth());
        }

        @Override
        LocalDate next(LocalDate step) {
            return step.plusMonths(1);
        }
    };

    /** The first day of the step that holds the day. */
    abstract LocalDate floor(LocalDate day);

    abstract LocalDate next(LocalDate step);

    /** The first day of the step that holds the instant. */
    LocalDate floor(Instant instant, ZoneId zone) {
        return floor(LocalDate.ofInstant(instant, zone));
    }
}
