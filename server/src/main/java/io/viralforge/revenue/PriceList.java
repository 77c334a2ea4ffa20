package io.viralforge.revenue;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Money;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.text.PlainText;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a studio says of prices, rates and budgets. */
@Singleton
final class PriceList {
    private static final int MOST_RATES = 1_000;
    private static final int MOST_PLACES = 12;
    private static final BigDecimal TOO_MUCH = BigDecimal.TEN.pow(12);

    private final Sql sql;

    PriceList(Sql sql) {
        this.sql = sql;
    }

    List<CostPrice> prices(UUID studio) {
        return sql.inStudio(studio, tx -> CostStore.prices(tx, studio));
    }

    List<ExchangeRate> rates(UUID studio, int most) {
        return sql.inStudio(studio, tx -> CostStore.rates(tx, studio, most));
    }

    /** Replaces that of the same unit and day. */
    Outcome<CostPrice> set(UUID studio, CostPrice price) {
        if (!isFigure(price.price().amount())) {
            return figure("input", "price", "amount");
        }
        sql.doInStudio(studio, tx -> CostStore.set(tx, studio, price));
        return Outcome.done(price);
    }

    /** Replaces those of the same currency and day; all or none. */
    Outcome<List<ExchangeRate>> set(UUID studio, List<ExchangeRate> rates) {
        if (rates.isEmpty() || rates.size() > MOST_RATES) {
            return Outcome.refused(
                    UserErrorCode.OUT_OF_RANGE, "1 to " + MOST_RATES + " rates at a time.", "input", "rates");
        }
        for (ExchangeRate rate : rates) {
            if (rate.perEuro().signum() == 0 || !isFigure(rate.perEuro())) {
                return figure("input", "rates", "perEuro");
            }
            if (rate.currency().getCurrencyCode().equals("EUR")) {
                return Outcome.refused(UserErrorCode.INVALID, "A euro is worth a euro.", "input", "rates", "currency");
            }
            if (!PlainText.isName(rate.source())) {
                return Outcome.refused(
                        UserErrorCode.INVALID,
                        "Who says so, in 1 to " + PlainText.LONGEST_NAME + " characters.",
                        "input",
                        "source");
            }
        }
        sql.doInStudio(studio, tx -> rates.forEach(rate -> CostStore.set(tx, studio, rate)));
        return Outcome.done(rates);
    }

    /** @param budget null: as much as they like */
    Outcome<Boolean> set(UUID studio, @Nullable Money budget) {
        if (budget != null && !isFigure(budget.amount())) {
            return figure("limit", "amount");
        }
        sql.doInStudio(studio, tx -> CostStore.set(tx, studio, budget));
        return Outcome.done(true);
    }

    private static boolean isFigure(BigDecimal figure) {
        return figure.signum() >= 0
                && figure.compareTo(TOO_MUCH) < 0
                && figure.stripTrailingZeros().scale() <= MOST_PLACES;
    }

    private static <T> Outcome<T> figure(String... path) {
        return Outcome.refused(
                UserErrorCode.OUT_OF_RANGE, "Not negative, below 10^12, with twelve places at most.", path);
    }
}
