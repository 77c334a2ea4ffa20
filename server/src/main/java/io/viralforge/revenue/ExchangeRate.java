package io.viralforge.revenue;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;

/** What a euro was worth on a day, and who says so. */
record ExchangeRate(Currency currency, LocalDate onDay, BigDecimal perEuro, String source) {
    Instant day() {
        return onDay.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
