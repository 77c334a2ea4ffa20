package io.viralforge.platform.graphql;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An amount, never rounded by way of a float.
 *
 * @param amount with as many places as are known
 */
public record Money(BigDecimal amount, Currency currency) {
    private static final Currency DOLLAR = Currency.getInstance("USD");

    /** In US dollars. */
    public static Money dollars(BigDecimal amount) {
        return new Money(amount, DOLLAR);
    }
}
