package io.viralforge.revenue;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Money;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Currency;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/**
 * Books money. Whatever is told is booked once, however often and by however many at a time, and in whatever order: a refund
 * that comes before its sale waits for it, and a click that is told after it still earns it. Never is more taken back than
 * there was.
 */
@Singleton
final class Ledger {
    /** More than any sale is worth. */
    private static final BigDecimal ALL = BigDecimal.TEN.pow(15);

    private final Uuid7 ids;
    private final InstantSource clock;

    Ledger(Uuid7 ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /** What became of something told. */
    enum Told {
        /** It is booked. */
        BOOKED,
        /** It had been already. */
        KNOWN,
        /** It had been already, of another amount; that stays. */
        OTHERWISE,
        /** It is a refund whose sale has not been told. */
        WAITS,
        /** It takes back what has been taken back, or is of another currency. */
        VAIN
    }

    /** A refund as its source tells it. */
    record Refund(RevenueSource source, String externalId, String sale, Instant occurredAt, Money amount) {}

    Told book(Tx tx, UUID studio, Booking booking) {
        LedgerStore.lock(tx, studio, booking.source(), booking.externalId());
        RevenueEntry known = LedgerStore.named(tx, studio, booking.source(), booking.externalId());
        if (known != null) {
            boolean isSame = known.amount().currency().equals(booking.gross().currency())
                    && known.amount()
                                    .amount()
                                    .add(known.fees().amount())
                                    .compareTo(booking.gross().amount())
                            == 0;
            return isSame ? attribute(tx, studio, known, booking) : Told.OTHERWISE;
        }
        LedgerStore.insert(tx, studio, ids.next(), booking, null, booking.postings());
        LedgerStore.takeWaiting(tx, studio, booking.source(), booking.externalId())
                .forEach(refund -> refund(tx, studio, refund));
        return Told.BOOKED;
    }

    /** Which of a sale's messages comes first must not say whose it is: what is left of it goes to the click told later. */
    private Told attribute(Tx tx, UUID studio, RevenueEntry known, Booking booking) {
        Map<LedgerAccount, BigDecimal> left = LedgerStore.left(tx, studio, known.id());
        boolean isNobodys = new Booking.Origin(known.clip(), known.click()).equals(Booking.Origin.UNKNOWN);
        if (!isNobodys || booking.origin().equals(Booking.Origin.UNKNOWN) || left.isEmpty()) {
            return Told.KNOWN;
        }
        takeBack(tx, studio, known, reversal(known), known.occurredAt(), "Its click was told later", negated(left));
        LedgerStore.insert(tx, studio, ids.next(), LedgerStore.again(booking), null, left);
        return Told.BOOKED;
    }

    /** Takes back what is left of a sale; of one that has not been told, as soon as it is. */
    Told voided(Tx tx, UUID studio, RevenueSource source, String sale, Currency currency) {
        LedgerStore.lock(tx, studio, source, sale);
        RevenueEntry known = LedgerStore.sale(tx, studio, source, sale);
        if (known == null) {
            Money all = new Money(ALL, currency);
            Refund refund = new Refund(source, "void of " + sale, sale, clock.instant(), all);
            return LedgerStore.keepWaiting(tx, studio, refund) ? Told.WAITS : Told.KNOWN;
        }
        return reverse(tx, studio, known, "Void in the report") instanceof Outcome.Done ? Told.BOOKED : Told.KNOWN;
    }

    Told refund(Tx tx, UUID studio, Refund refund) {
        LedgerStore.lock(tx, studio, refund.source(), refund.sale());
        if (LedgerStore.named(tx, studio, refund.source(), refund.externalId()) != null) {
            return Told.KNOWN;
        }
        RevenueEntry sale = LedgerStore.sale(tx, studio, refund.source(), refund.sale());
        if (sale == null) {
            return LedgerStore.keepWaiting(tx, studio, refund) ? Told.WAITS : Told.KNOWN;
        }
        BigDecimal left = LedgerStore.left(tx, studio, sale.id())
                .getOrDefault(LedgerAccount.INCOME, BigDecimal.ZERO)
                .negate();
        BigDecimal taken = refund.amount().amount().min(left);
        if (taken.signum() <= 0
                || !refund.amount().currency().equals(sale.amount().currency())) {
            return Told.VAIN;
        }
        Map<LedgerAccount, BigDecimal> postings =
                Map.of(LedgerAccount.DUE, taken.negate(), LedgerAccount.INCOME, taken);
        takeBack(tx, studio, sale, refund.externalId(), refund.occurredAt(), "Refund", postings);
        return Told.BOOKED;
    }

    /** Takes back what is left of an entry; the entry that does. */
    Outcome<UUID> reverse(Tx tx, UUID studio, RevenueEntry entry, String reason) {
        if (entry.reverses() != null) {
            return Outcome.refused(UserErrorCode.WRONG_STATE, "It takes back another entry; reverse that one.", "id");
        }
        LedgerStore.lock(tx, studio, entry.source(), entry.externalId());
        Map<LedgerAccount, BigDecimal> left = LedgerStore.left(tx, studio, entry.id());
        if (left.isEmpty()) {
            return Outcome.refused(UserErrorCode.WRONG_STATE, "Nothing is left of it.", "id");
        }
        return Outcome.done(takeBack(tx, studio, entry, reversal(entry), clock.instant(), reason, negated(left)));
    }

    private static String reversal(RevenueEntry entry) {
        return "reversal of " + entry.id();
    }

    private static Map<LedgerAccount, BigDecimal> negated(Map<LedgerAccount, BigDecimal> postings) {
        Map<LedgerAccount, BigDecimal> negated = new EnumMap<>(LedgerAccount.class);
        postings.forEach((account, amount) -> negated.put(account, amount.negate()));
        return negated;
    }

    /** With what earned the entry, so that it earned that much less. */
    private UUID takeBack(
            Tx tx,
            UUID studio,
            RevenueEntry entry,
            String externalId,
            Instant occurredAt,
            String note,
            Map<LedgerAccount, BigDecimal> postings) {
        UUID id = ids.next();
        Booking booking = new Booking(
                entry.source(),
                externalId,
                occurredAt,
                entry.amount(),
                BigDecimal.ZERO,
                note,
                new Booking.Origin(entry.clip(), entry.click()),
                entry.publication());
        LedgerStore.insert(tx, studio, id, booking, entry.id(), postings);
        return id;
    }
}
