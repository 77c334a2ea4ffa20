package io.viralforge.revenue;

import io.viralforge.platform.graphql.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came in of one currency, less what was taken back; entry i of the values belongs to step i, null where nothing was
 * booked.
 *
 * @param before in the equally long time before
 */
record RevenueSeries(
        Currency currency,
        Instant start,
        RevenueStep step,
        List<@Nullable BigDecimal> values,
        Money total,
        Money before) {}
