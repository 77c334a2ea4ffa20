package io.viralforge.revenue;

import io.viralforge.identity.Studios;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Money;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What came in, by kind and over time, beside what came in before. Refunds count when they were made. */
@Singleton
final class Reports {
    private static final int MOST_STEPS = 1000;

    private final Sql sql;
    private final Studios studios;

    Reports(Sql sql, Studios studios) {
        this.sql = sql;
        this.studios = studios;
    }

    /** A stretch of time, the end not included. */
    record Range(Instant from, Instant to) {
        Range {
            if (!from.isBefore(to)) {
                throw new CodedException(ErrorCode.BAD_REQUEST, "range.to must be after range.from.");
            }
        }

        /** Where the equally long stretch before begins. */
        Instant before() {
            return from.minus(Duration.between(from, to));
        }
    }

    /** The largest first. */
    List<RevenueGroup> groups(UUID studio, Range range, Set<RevenueDimension> by, int first) {
        return sql.inStudio(
                studio,
                tx -> tx.rows(
                        """
                        SELECT currency, CASE WHEN ? THEN source END AS kind, CASE WHEN ? THEN clip_id END AS clip,
                            sum(CASE WHEN occurred_at >= ? THEN amount ELSE 0 END) AS now,
                            sum(CASE WHEN occurred_at < ? THEN amount ELSE 0 END) AS before,
                            count(*) FILTER (WHERE occurred_at >= ?)::int AS entries
                        FROM ledger_entry e JOIN ledger_posting p ON p.studio_id = e.studio_id AND entry_id = e.id
                        WHERE e.studio_id = ? AND account = 'DUE' AND occurred_at >= ? AND occurred_at < ?
                        GROUP BY 1, 2, 3 ORDER BY now DESC, 1, 2, 3 LIMIT ?""",
                        row -> new RevenueGroup(
                                row.constantOrNull("kind", RevenueSource.class),
                                row.uuidOrNull("clip"),
                                RevenueEntry.money(row, "now"),
                                RevenueEntry.money(row, "before"),
                                row.number("entries")),
                        by.contains(RevenueDimension.SOURCE),
                        by.contains(RevenueDimension.CLIP),
                        range.from(),
                        range.from(),
                        range.from(),
                        studio,
                        range.before(),
                        range.to(),
                        first));
    }

    private record Day(Currency currency, LocalDate day, BigDecimal amount) {}

    /** Of each currency in which anything came in; steps are of the studio's time zone. */
    List<RevenueSeries> series(
            UUID studio,
            Range range,
            RevenueStep step,
            @Nullable UUID clip,
            @Nullable Collection<RevenueSource> sources) {
        ZoneId zone = studios.timeZone(studio);
        List<LocalDate> steps = steps(range, step, zone);
        return sql.inStudio(studio, tx -> {
            Map<Currency, BigDecimal> before = new HashMap<>();
            days(tx, studio, range.before(), range.from(), zone, clip, sources)
                    .forEach(day -> before.merge(day.currency, day.amount, BigDecimal::add));
            return days(tx, studio, range.from(), range.to(), zone, clip, sources).stream()
                    .collect(Collectors.groupingBy(Day::currency))
                    .entrySet()
                    .stream()
                    .sorted(Comparator.comparing(entry -> entry.getKey().getCurrencyCode()))
                    .map(entry -> series(
                            entry.getKey(),
                            step,
                            steps,
                            zone,
                            entry.getValue(),
                            before.getOrDefault(entry.getKey(), BigDecimal.ZERO)))
                    .toList();
        });
    }

    private static RevenueSeries series(
            Currency currency,
            RevenueStep step,
            List<LocalDate> steps,
            ZoneId zone,
            List<Day> days,
            BigDecimal before) {
        Map<LocalDate, BigDecimal> sums = new HashMap<>();
        days.forEach(day -> sums.merge(step.floor(day.day), day.amount, BigDecimal::add));
        List<@Nullable BigDecimal> values = new ArrayList<>();
        steps.forEach(start -> values.add(sums.get(start)));
        return new RevenueSeries(
                currency,
                steps.getFirst().atStartOfDay(zone).toInstant(),
                step,
                values,
                new Money(sums.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add), currency),
                new Money(before, currency));
    }

    private static List<Day> days(
            Tx tx,
            UUID studio,
            Instant from,
            Instant to,
            ZoneId zone,
            @Nullable UUID clip,
            @Nullable Collection<RevenueSource> sources) {
        return tx.rows(
                """
                SELECT currency, (occurred_at AT TIME ZONE ?)::date::text AS day, sum(amount) AS amount
                FROM ledger_entry e JOIN ledger_posting p ON p.studio_id = e.studio_id AND entry_id = e.id
                WHERE e.studio_id = ? AND account = 'DUE' AND occurred_at >= ? AND occurred_at < ?
                    AND (?::uuid IS NULL OR clip_id = ?) AND (?::text[] IS NULL OR source = ANY (?::text[]))
                GROUP BY 1, 2""",
                row -> new Day(
                        Currency.getInstance(row.text("currency")),
                        LocalDate.parse(row.text("day")),
                        new BigDecimal(row.text("amount"))),
                zone.getId(),
                studio,
                from,
                to,
                clip,
                clip,
                sources,
                sources);
    }

    private static List<LocalDate> steps(Range range, RevenueStep step, ZoneId zone) {
        List<LocalDate> steps = new ArrayList<>();
        for (LocalDate start = step.floor(range.from(), zone);
                start.atStartOfDay(zone).toInstant().isBefore(range.to());
                start = step.next(start)) {
            if (steps.size() == MOST_STEPS) {
                throw new CodedException(ErrorCode.BAD_REQUEST, "At most " + MOST_STEPS + " steps.");
            }
            steps.add(start);
        }
        return steps;
    }
}
