package io.viralforge.revenue;

import io.viralforge.platform.graphql.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What one of a unit costs.
 *
 * @param fromDay from midnight in UTC on, until the next price of the unit
 */
record CostPrice(CostUnit unit, LocalDate fromDay, Money price) {
    Instant from() {
        return fromDay.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
