package io.viralforge.revenue;

import io.viralforge.platform.graphql.Money;
import io.viralforge.platform.sql.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the ledger.
 *
 * @param amount what it added to what is due to the studio; negative when it takes back
 * @param fees that others kept of it
 * @param reverses the entry it takes from
 */
record RevenueEntry(
        UUID id,
        RevenueSource source,
        String externalId,
        Instant occurredAt,
        Instant bookedAt,
        Money amount,
        Money fees,
        String note,
        @Nullable UUID clip,
        @Nullable UUID click,
        @Nullable UUID publication,
        @Nullable UUID reverses) {

    /** Selects what {@link #read} wants; WHERE follows. */
    static final String SELECT = """
            SELECT e.*, coalesce((SELECT amount FROM ledger_posting p WHERE p.studio_id = e.studio_id AND entry_id = e.id
                    AND account = 'DUE'), 0) AS due,
                coalesce((SELECT amount FROM ledger_posting p WHERE p.studio_id = e.studio_id AND entry_id = e.id
                    AND account = 'FEES'), 0) AS fees
            FROM ledger_entry e
            """;

    static RevenueEntry read(Row row) {
        return new RevenueEntry(
                row.uuid("id"),
                row.constant("source", RevenueSource.class),
                row.text("external_id"),
                row.instant("occurred_at"),
                row.instant("booked_at"),
                money(row, "due"),
                money(row, "fees"),
                row.text("note"),
                row.uuidOrNull("clip_id"),
                row.uuidOrNull("click_id"),
                row.uuidOrNull("publication_id"),
                row.uuidOrNull("reverses"));
    }

    static Money money(Row row, String column) {
        return new Money(new BigDecimal(row.text(column)), Currency.getInstance(row.text("currency")));
    }
}
