package io.viralforge.revenue;

import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables ledger_entry, ledger_posting and waiting_refund. */
final class LedgerStore {
    /** Ends the name of what is left of a sale once its click has been told after it. */
    private static final String AGAIN = ", again";

    private LedgerStore() {}

    /** Until the transaction ends nobody else books anything about this sale. Rows that may not be updated take no locks. */
    static void lock(Tx tx, UUID studio, RevenueSource source, String sale) {
        tx.row(
                "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))::text",
                row -> true,
                "ledger " + studio + source + " " + sale.replace(AGAIN, ""));
    }

    static void insert(
            Tx tx,
            UUID studio,
            UUID id,
            Booking booking,
            @Nullable UUID reverses,
            Map<LedgerAccount, BigDecimal> postings) {
        tx.update(
                """
                INSERT INTO ledger_entry (studio_id, id, source, external_id, currency, occurred_at, note, clip_id, click_id,
                    publication_id, reverses)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                studio,
                id,
                booking.source(),
                booking.externalId(),
                booking.gross().currency().getCurrencyCode(),
                booking.occurredAt(),
                booking.note(),
                booking.origin().clip(),
                booking.origin().click(),
                booking.publication(),
                reverses);
        postings.forEach((account, amount) -> {
            if (amount.signum() != 0) {
                tx.update(
                        "INSERT INTO ledger_posting (studio_id, entry_id, account, amount) VALUES (?, ?, ?, ?)",
                        studio,
                        id,
                        account,
                        amount);
            }
        });
    }

    static @Nullable RevenueEntry named(Tx tx, UUID studio, RevenueSource source, String externalId) {
        return tx.row(
                RevenueEntry.SELECT + "WHERE e.studio_id = ? AND source = ? AND external_id = ?",
                RevenueEntry::read,
                studio,
                source,
                externalId);
    }

    static Booking again(Booking sale) {
        return sale.named(sale.externalId() + AGAIN);
    }

    /** The entry that holds what is left of a sale. */
    static @Nullable RevenueEntry sale(Tx tx, UUID studio, RevenueSource source, String name) {
        RevenueEntry again = named(tx, studio, source, name + AGAIN);
        return again == null ? named(tx, studio, source, name) : again;
    }

    static Map<UUID, RevenueEntry> find(Tx tx, UUID studio, Collection<UUID> ids) {
        return tx
                .rows(RevenueEntry.SELECT + "WHERE e.studio_id = ? AND e.id = ANY (?)", RevenueEntry::read, studio, ids)
                .stream()
                .collect(Collectors.toMap(RevenueEntry::id, Function.identity()));
    }

    /** What is left of an entry after all that took from it, by account, without those where nothing is. */
    static Map<LedgerAccount, BigDecimal> left(Tx tx, UUID studio, UUID entry) {
        Map<LedgerAccount, BigDecimal> left = new EnumMap<>(LedgerAccount.class);
        tx.rows("""
                        SELECT account, sum(amount) AS amount
                        FROM ledger_posting p JOIN ledger_entry e ON e.studio_id = p.studio_id AND e.id = entry_id
                        WHERE p.studio_id = ? AND (e.id = ? OR reverses = ?) GROUP BY account HAVING sum(amount) <> 0""", row -> Map.entry(row.constant("account", LedgerAccount.class), amount(row)), studio, entry, entry)
                .forEach(posting -> left.put(posting.getKey(), posting.getValue()));
        return left;
    }

    /** Newest first; ids sort by time. */
    static List<RevenueEntry> page(
            Tx tx, UUID studio, Page page, @Nullable UUID clip, @Nullable Collection<RevenueSource> sources) {
        return tx.rows(
                RevenueEntry.SELECT + """
                WHERE e.studio_id = ? AND (?::uuid IS NULL OR e.id < ?) AND (?::uuid IS NULL OR clip_id = ?)
                    AND (?::text[] IS NULL OR source = ANY (?::text[]))
                ORDER BY e.id DESC LIMIT ?""",
                RevenueEntry::read,
                studio,
                page.afterId(),
                page.afterId(),
                clip,
                clip,
                sources,
                sources,
                page.limit());
    }

    static List<LedgerBalance> balances(Tx tx, UUID studio) {
        return tx.rows(
                """
                SELECT account, currency, sum(amount) AS amount
                FROM ledger_posting p JOIN ledger_entry e ON e.studio_id = p.studio_id AND e.id = entry_id
                WHERE p.studio_id = ? GROUP BY account, currency ORDER BY currency, account""",
                row -> new LedgerBalance(
                        row.constant("account", LedgerAccount.class), RevenueEntry.money(row, "amount")),
                studio);
    }

    /** Whether it was not waiting already. */
    static boolean keepWaiting(Tx tx, UUID studio, Ledger.Refund refund) {
        return tx.update(
                        """
                        INSERT INTO waiting_refund (studio_id, source, external_id, sale, amount, currency, occurred_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                        studio,
                        refund.source(),
                        refund.externalId(),
                        refund.sale(),
                        refund.amount().amount(),
                        refund.amount().currency().getCurrencyCode(),
                        refund.occurredAt())
                == 1;
    }

    /** The sale's, which wait no longer. */
    static List<Ledger.Refund> takeWaiting(Tx tx, UUID studio, RevenueSource source, String sale) {
        return tx.rows(
                "DELETE FROM waiting_refund WHERE studio_id = ? AND source = ? AND sale = ? RETURNING *",
                row -> new Ledger.Refund(
                        source,
                        row.text("external_id"),
                        sale,
                        row.instant("occurred_at"),
                        RevenueEntry.money(row, "amount")),
                studio,
                source,
                sale);
    }

    private static BigDecimal amount(Row row) {
        return new BigDecimal(row.text("amount"));
    }
}
