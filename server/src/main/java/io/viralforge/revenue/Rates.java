package io.viralforge.revenue;

import io.viralforge.platform.sql.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A studio's exchange rates for the length of one question: a currency's are read once, however many amounts are in it. */
final class Rates {
    private static final int WEEK = 7;
    private static final Currency EURO = Currency.getInstance("EUR");

    private final Tx tx;
    private final UUID studio;
    private final Map<Currency, NavigableMap<LocalDate, BigDecimal>> read = new HashMap<>();

    Rates(Tx tx, UUID studio) {
        this.tx = tx;
        this.studio = studio;
    }

    /** Of the day or of one of the seven before, as none is told on holidays; null when there is none. */
    @Nullable
    BigDecimal perEuro(Currency of, LocalDate day) {
        if (of.equals(EURO)) {
            return BigDecimal.ONE;
        }
        Map.Entry<LocalDate, BigDecimal> latest = read.computeIfAbsent(
                        of, currency -> CostStore.rates(tx, studio, currency))
                .floorEntry(day);
        return latest == null || latest.getKey().isBefore(day.minusDays(WEEK)) ? null : latest.getValue();
    }
}
