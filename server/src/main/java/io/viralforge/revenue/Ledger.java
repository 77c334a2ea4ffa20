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
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/**
 * Books money. Whatever is told is booked once, however often and by however many at a time, and in whatever order: a refund
 * that comes before its sale waits for it. Never is more taken back than there was.
 */
@Singleton
final class Ledger {
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
            return isSame ? Told.KNOWN : Told.OTHERWISE;
        }
        LedgerStore.insert(tx, studio, ids.next(), booking, null, booking.postings());
        LedgerStore.takeWaiting(tx, studio, booking.source(), booking.externalId())
                .forEach(refund -> refund(tx, studio, refund));
        return Told.BOOKED;
    }

    Told refund(Tx tx, UUID studio, Refund refund) {
        LedgerStore.lock(tx, studio, refund.source(), refund.sale());
        if (LedgerStore.named(tx, studio, refund.source(), refund.externalId()) != null) {
            return Told.KNOWN;
        }
        RevenueEntry sale = LedgerStore.named(tx, studio, refund.source(), refund.sale());
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
        Map<LedgerAccount, BigDecimal> postings = new EnumMap<>(LedgerAccount.class);
        LedgerStore.left(tx, studio, entry.id()).forEach((account, left) -> postings.put(account, left.negate()));
        if (postings.isEmpty()) {
            return Outcome.refused(UserErrorCode.WRONG_STATE, "Nothing is left of it.", "id");
        }
        return Outcome.done(
                takeBack(tx, studio, entry, "reversal of " + entry.id(), clock.instant(), reason, postings));
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
