package io.viralforge.revenue;

import io.viralforge.platform.graphql.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money that came in, as its source tells it.
 *
 * @param externalId the source's own name for it, by which it is booked once
 * @param gross before fees; negative where a source takes back without saying from what
 * @param fees that others keep of it
 * @param origin what earned it, as far as that is known
 */
record Booking(
        RevenueSource source,
        String externalId,
        Instant occurredAt,
        Money gross,
        BigDecimal fees,
        String note,
        Origin origin,
        @Nullable UUID publication) {
    private static final int MOST_PLACES = 6;
    private static final BigDecimal TOO_MUCH = BigDecimal.TEN.pow(15);

    /** The clip that earned money, and the click by which that is known. */
    record Origin(@Nullable UUID clip, @Nullable UUID click) {
        static final Origin UNKNOWN = new Origin(null, null);
    }

    /** Whether an amount can stand in the ledger: not nothing, below 10^15, at most six places. */
    static boolean isAmount(BigDecimal amount) {
        return amount.signum() != 0
                && amount.abs().compareTo(TOO_MUCH) < 0
                && amount.stripTrailingZeros().scale() <= MOST_PLACES;
    }

    /**
     * An amount as shops write it, which may be nothing. Looked at before it is a number: one with a long exponent takes
     * all memory as soon as it is reckoned with.
     */
    static BigDecimal amount(String text) {
        if (!text.matches("\\d{1,15}(\\.\\d{1,6})?")) {
            throw new IllegalArgumentException("no amount that can be booked");
        }
        return new BigDecimal(text);
    }

    Booking earnedBy(Origin other) {
        return new Booking(source, externalId, occurredAt, gross, fees, note, other, publication);
    }

    Booking named(String name) {
        return new Booking(source, name, occurredAt, gross, fees, note, origin, publication);
    }

    /** A debit is positive, and all of them sum to nothing. */
    Map<LedgerAccount, BigDecimal> postings() {
        Map<LedgerAccount, BigDecimal> postings = new EnumMap<>(LedgerAccount.class);
        postings.put(LedgerAccount.DUE, gross.amount().subtract(fees));
        postings.put(LedgerAccount.FEES, fees);
        postings.put(LedgerAccount.INCOME, gross.amount().negate());
        return postings;
    }
}
