package io.viralforge.revenue;

import io.viralforge.platform.graphql.Money;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables cost_price, exchange_rate and work_budget, and what the ledger says of clips. */
final class CostStore {
    private CostStore() {}

    static void set(Tx tx, UUID studio, CostPrice price) {
        tx.update(
                """
                INSERT INTO cost_price (studio_id, unit, from_day, amount, currency) VALUES (?, ?, ?::date, ?, ?)
                ON CONFLICT (studio_id, unit, from_day) DO UPDATE SET amount = excluded.amount, currency = excluded.currency""",
                studio,
                price.unit(),
                price.fromDay().toString(),
                price.price().amount(),
                price.price().currency().getCurrencyCode());
    }

    /** By unit, the oldest first. */
    static List<CostPrice> prices(Tx tx, UUID studio) {
        return tx.rows(
                "SELECT unit, from_day::text, amount, currency FROM cost_price WHERE studio_id = ? ORDER BY unit, from_day",
                row -> new CostPrice(
                        row.constant("unit", CostUnit.class),
                        LocalDate.parse(row.text("from_day")),
                        RevenueEntry.money(row, "amount")),
                studio);
    }

    static void set(Tx tx, UUID studio, ExchangeRate rate) {
        tx.update(
                """
                INSERT INTO exchange_rate (studio_id, currency, day, per_euro, source) VALUES (?, ?, ?::date, ?, ?)
                ON CONFLICT (studio_id, currency, day) DO UPDATE SET per_euro = excluded.per_euro, source = excluded.source""", studio, rate.currency().getCurrencyCode(), rate.onDay().toString(), rate.perEuro(), rate.source());
    }

    /** The newest first. */
    static List<ExchangeRate> rates(Tx tx, UUID studio, int most) {
        return tx.rows(
                "SELECT currency, day::text, per_euro, source FROM exchange_rate WHERE studio_id = ? ORDER BY day DESC, currency LIMIT ?",
                CostStore::rate,
                studio,
                most);
    }

    static NavigableMap<LocalDate, BigDecimal> rates(Tx tx, UUID studio, Currency currency) {
        NavigableMap<LocalDate, BigDecimal> rates = new TreeMap<>();
        tx.rows(
                        "SELECT currency, day::text, per_euro, source FROM exchange_rate WHERE studio_id = ? AND currency = ?",
                        CostStore::rate,
                        studio,
                        currency.getCurrencyCode())
                .forEach(rate -> rates.put(rate.onDay(), rate.perEuro()));
        return rates;
    }

    /** @param budget null: as much as they like */
    static void set(Tx tx, UUID studio, @Nullable Money budget) {
        if (budget == null) {
            tx.update("DELETE FROM work_budget WHERE studio_id = ?", studio);
        } else {
            tx.update("""
                    INSERT INTO work_budget (studio_id, amount, currency) VALUES (?, ?, ?)
                    ON CONFLICT (studio_id) DO UPDATE SET amount = excluded.amount, currency = excluded.currency""", studio, budget.amount(), budget.currency().getCurrencyCode());
        }
    }

    static @Nullable Money budget(Tx tx, UUID studio) {
        return tx.row(
                "SELECT amount, currency FROM work_budget WHERE studio_id = ?",
                row -> RevenueEntry.money(row, "amount"),
                studio);
    }

    /** What a clip earned on a day, in UTC. */
    record Earned(UUID clip, LocalDate day, Money amount) {}

    static List<Earned> earned(Tx tx, UUID studio, Collection<UUID> clips) {
        return tx.rows(
                """
                SELECT clip_id, currency, (occurred_at AT TIME ZONE 'UTC')::date::text AS day, sum(amount) AS amount
                FROM ledger_entry e JOIN ledger_posting p ON p.studio_id = e.studio_id AND entry_id = e.id
                WHERE e.studio_id = ? AND clip_id = ANY (?) AND account = 'DUE' GROUP BY 1, 2, 3""",
                row -> new Earned(
                        row.uuid("clip_id"), LocalDate.parse(row.text("day")), RevenueEntry.money(row, "amount")),
                studio,
                clips);
    }

    private static ExchangeRate rate(Row row) {
        return new ExchangeRate(
                Currency.getInstance(row.text("currency")),
                LocalDate.parse(row.text("day")),
                new BigDecimal(row.text("per_euro")),
                row.text("source"));
    }
}
