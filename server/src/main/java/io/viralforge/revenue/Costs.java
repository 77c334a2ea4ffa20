package io.viralforge.revenue;

import io.viralforge.jobs.JobBudget;
import io.viralforge.jobs.JobUse;
import io.viralforge.media.Asset;
import io.viralforge.media.Assets;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Money;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What clips cost: the seconds of CPU and GPU of all attempts of the jobs that made them, and the room they take for as long
 * as they are there, at the prices of the days on which that was. Where a price or a rate is missing there is no figure.
 */
@Singleton
final class Costs implements JobBudget {
    private static final BigDecimal GIGABYTE = BigDecimal.TEN.pow(9);
    private static final double DAYS_A_MONTH = 365.25 / 12;

    private final Sql sql;
    private final Assets assets;
    private final InstantSource clock;

    Costs(Sql sql, Assets assets, InstantSource clock) {
        this.sql = sql;
        this.assets = assets;
        this.clock = clock;
    }

    /** Of those that are the studio's, in the order asked. */
    List<ClipMargin> margins(UUID studio, List<UUID> clips, Currency currency) {
        return sql.inStudio(studio, tx -> {
            Map<UUID, Asset> known = assets.evenDeleted(tx, studio, clips);
            Map<UUID, List<JobUse>> uses = JobUse.ofOutputs(tx, studio, known.keySet());
            List<CostStore.Earned> earned = CostStore.earned(tx, studio, known.keySet());
            List<CostPrice> prices = CostStore.prices(tx, studio);
            Rates rates = new Rates(tx, studio);
            return clips.stream()
                    .distinct()
                    .map(known::get)
                    .filter(Objects::nonNull)
                    .map(clip -> {
                        Sum revenue = new Sum(rates, currency);
                        earned.stream()
                                .filter(each -> each.clip().equals(clip.id()))
                                .forEach(each -> revenue.add(each.amount(), each.day()));
                        Sum cost = new Sum(rates, currency);
                        addWork(cost, prices, uses.get(clip.id()));
                        addRoom(cost, prices, clip);
                        return margin(clip.id(), revenue, cost);
                    })
                    .toList();
        });
    }

    private static ClipMargin margin(UUID clip, Sum revenue, Sum cost) {
        Money earned = revenue.total();
        Money spent = cost.total();
        List<String> unknown = new ArrayList<>(revenue.why());
        unknown.addAll(cost.why());
        return new ClipMargin(
                clip,
                earned,
                spent,
                earned == null || spent == null
                        ? null
                        : new Money(earned.amount().subtract(spent.amount()), earned.currency()),
                unknown.stream().distinct().toList());
    }

    private static void addWork(Sum cost, List<CostPrice> prices, @Nullable Collection<JobUse> uses) {
        if (uses == null) {
            cost.unknown("No job is known that made it.");
            return;
        }
        for (JobUse use : uses) {
            add(cost, prices, CostUnit.CPU_SECOND, use.cpuSeconds(), use.day());
            add(cost, prices, CostUnit.GPU_SECOND, use.gpuSeconds(), use.day());
        }
    }

    private static void add(Sum cost, List<CostPrice> prices, CostUnit unit, double amount, LocalDate day) {
        if (amount <= 0) {
            return;
        }
        CostPrice price = price(prices, unit, day);
        if (price == null) {
            cost.unknown("There is no price of " + unit + " for " + day + ".");
        } else {
            Money each = price.price();
            cost.add(new Money(each.amount().multiply(BigDecimal.valueOf(amount)), each.currency()), day);
        }
    }

    /** The one that holds on a day. */
    private static @Nullable CostPrice price(List<CostPrice> prices, CostUnit unit, LocalDate day) {
        return prices.stream()
                .filter(price -> price.unit() == unit && !price.fromDay().isAfter(day))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    /** A stretch for each price; each is turned at the rate of its last day. */
    private void addRoom(Sum cost, List<CostPrice> prices, Asset clip) {
        Instant end = clip.deletedAt() == null ? clock.instant() : clip.deletedAt();
        Instant from = clip.createdAt();
        double gigabytes = BigDecimal.valueOf(clip.bytes()).divide(GIGABYTE).doubleValue();
        while (from.isBefore(end)) {
            Instant next = next(prices, from, end);
            double days = (double) ChronoUnit.MILLIS.between(from, next)
                    / ChronoUnit.DAYS.getDuration().toMillis();
            LocalDate began = LocalDate.ofInstant(from, ZoneOffset.UTC);
            add(cost, prices, CostUnit.GIGABYTE_MONTH, gigabytes * days / DAYS_A_MONTH, began);
            from = next;
        }
    }

    private static Instant next(List<CostPrice> prices, Instant from, Instant end) {
        return prices.stream()
                .filter(price -> price.unit() == CostUnit.GIGABYTE_MONTH)
                .map(CostPrice::from)
                .filter(begins -> begins.isAfter(from) && begins.isBefore(end))
                .findFirst()
                .orElse(end);
    }

    WorkBudget budget(UUID studio) {
        return sql.inStudio(studio, tx -> budget(tx, studio));
    }

    private WorkBudget budget(Tx tx, UUID studio) {
        Money limit = CostStore.budget(tx, studio);
        if (limit == null) {
            return new WorkBudget(null, null, List.of());
        }
        Instant month = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .withDayOfMonth(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        Sum spent = new Sum(new Rates(tx, studio), limit.currency());
        addWork(spent, CostStore.prices(tx, studio), JobUse.since(tx, studio, month));
        return new WorkBudget(limit, spent.total(), spent.why());
    }

    /** What cannot be priced stops nobody: a missing price is the studio's to mend, not a reason to stand still. */
    @Override
    public Outcome<Boolean> admit(Tx tx, UUID studio, String... path) {
        WorkBudget budget = budget(tx, studio);
        boolean isSpent = budget.limit() != null
                && budget.spent() != null
                && budget.spent().amount().compareTo(budget.limit().amount()) >= 0;
        return isSpent
                ? Outcome.refused(
                        UserErrorCode.BUDGET_SPENT, "What the studio's jobs may cost this month is spent.", path)
                : Outcome.done(true);
    }
}
