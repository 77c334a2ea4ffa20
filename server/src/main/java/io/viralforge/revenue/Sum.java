package io.viralforge.revenue;

import io.viralforge.platform.graphql.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds amounts of several currencies and days up in one. What cannot be turned makes the sum unknown: a part of it would be
 * taken for all.
 */
final class Sum {
    private static final int PLACES = 6;

    private final Rates rates;
    private final Currency currency;
    private final Set<String> unknown = new LinkedHashSet<>();
    private BigDecimal sum = BigDecimal.ZERO;

    Sum(Rates rates, Currency currency) {
        this.rates = rates;
        this.currency = currency;
    }

    void add(Money amount, LocalDate day) {
        if (amount.currency().equals(currency) || amount.amount().signum() == 0) {
            sum = sum.add(amount.amount());
            return;
        }
        BigDecimal from = perEuro(amount.currency(), day);
        BigDecimal to = perEuro(currency, day);
        if (from != null && to != null) {
            sum = sum.add(amount.amount().multiply(to).divide(from, MathContext.DECIMAL64));
        }
    }

    void unknown(String why) {
        unknown.add(why);
    }

    private @Nullable BigDecimal perEuro(Currency of, LocalDate day) {
        BigDecimal rate = rates.perEuro(of, day);
        if (rate == null) {
            unknown("There is no exchange rate of " + of.getCurrencyCode() + " for " + day + ".");
        }
        return rate;
    }

    /** Null when a part of it is not known. */
    @Nullable
    Money total() {
        return unknown.isEmpty() ? new Money(plain(sum), currency) : null;
    }

    /** To six places, and no more of them than say something; two at least. */
    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal rounded = amount.setScale(PLACES, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return rounded.scale() < 2 ? rounded.setScale(2) : rounded;
    }

    List<String> why() {
        return List.copyOf(unknown);
    }
}
