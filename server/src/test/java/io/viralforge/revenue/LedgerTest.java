package io.viralforge.revenue;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Money;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.sql.Sql;
import io.viralforge.testing.TestServer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The ledger under many who tell it the same things at once, in any order, again and again, and falsely. */
class LedgerTest {
    private static final TestServer SERVER = TestServer.shared();
    private static final Currency EURO = Currency.getInstance("EUR");
    private static final int THREADS = 8;

    private final Actor.Member member = SERVER.newMember(Scope.READ, Scope.MONEY);
    private final UUID studio = member.studio();
    private final Sql sql = SERVER.sql();
    private final Ledger ledger = SERVER.bean(Ledger.class);
    private final Shop shop = new Shop(SERVER, member, RevenueSource.STRIPE);

    /** Entries that somebody took back. */
    private final Set<String> reversed = ConcurrentHashMap.newKeySet();

    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

    @Test
    void balancesUnderATenthOfTheOperations() throws ExecutionException, InterruptedException {
        balancesUnder(1_000, 1);
    }

    @Test
    @Tag("full")
    void balancesUnderTenThousandOperations() throws ExecutionException, InterruptedException {
        balancesUnder(10_000, 2);
    }

    /** What a sale is worth and what is given back of it follow from its number, so that every thread tells the same. */
    private static long cents(int sale) {
        return 100 + sale * 37L % 5_000;
    }

    private static long refunded(int sale, int refund) {
        return 1 + (sale * 13L + refund * 911L) % cents(sale);
    }

    private void balancesUnder(int operations, long seed) throws ExecutionException, InterruptedException {
        int sales = operations / 10;
        Set<Integer> sold = ConcurrentHashMap.newKeySet();
        Set<List<Integer>> refunds = ConcurrentHashMap.newKeySet();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<? extends Future<?>> all = IntStream.range(0, THREADS)
                    .mapToObj(thread -> threads.submit(() -> {
                        Random random = new Random(seed * 100 + thread);
                        for (int i = 0; i < operations / THREADS; i++) {
                            operate(random, random.nextInt(sales), sold, refunds);
                        }
                    }))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(wrong).isEmpty();
        Map<String, BigDecimal> left = left();
        Map<String, BigDecimal> expected = new HashMap<>();
        for (int sale : sold) {
            long back = refunds.stream()
                    .filter(refund -> refund.getFirst() == sale)
                    .mapToLong(refund -> refunded(sale, refund.getLast()))
                    .sum();
            boolean isBack = reversed.contains("pi_" + sale);
            expected.put("pi_" + sale, BigDecimal.valueOf(isBack ? 0 : Math.max(0, cents(sale) - back), 2));
        }
        assertThat(left.keySet()).isEqualTo(expected.keySet());
        left.forEach((sale, amount) -> assertThat(amount).as(sale).isEqualByComparingTo(expected.get(sale)));
        assertThat(unbalanced()).isZero();
    }

    private void operate(Random random, int sale, Set<Integer> sold, Set<List<Integer>> refunds) {
        int refund = random.nextInt(3);
        switch (random.nextInt(20)) {
            case 0 ->
                expect(400, shop.post(Shop.checkout("pi_" + sale, 999_999, ""), "Stripe-Signature", "t=1,v1=00", ""));
            case 1 -> {
                sold.add(sale);
                expect(200, shop.tells(Shop.checkout("pi_" + sale, cents(sale), "")));
            }
            case 2 -> {
                refunds.add(List.of(sale, refund));
                expect(200, shop.tells(Shop.refund("re_" + sale + "_" + refund, "pi_" + sale, refunded(sale, refund))));
            }
            case 3, 4 -> reverse("pi_" + sale);
            case 5, 6, 7, 8, 9, 10, 11, 12 -> {
                sold.add(sale);
                sql.inStudio(studio, tx -> ledger.book(tx, studio, sale(sale)));
            }
            default -> {
                refunds.add(List.of(sale, refund));
                sql.inStudio(
                        studio,
                        tx -> ledger.refund(
                                tx,
                                studio,
                                new Ledger.Refund(
                                        RevenueSource.STRIPE,
                                        "re_" + sale + "_" + refund,
                                        "pi_" + sale,
                                        Instant.EPOCH,
                                        euros(refunded(sale, refund)))));
            }
        }
    }

    private void expect(int status, int answered) {
        if (status != answered) {
            wrong.add(answered + " instead of " + status);
        }
    }

    private void reverse(String sale) {
        sql.doInStudio(studio, tx -> {
            RevenueEntry entry = LedgerStore.named(tx, studio, RevenueSource.STRIPE, sale);
            if (entry != null) {
                ledger.reverse(tx, studio, entry, "Test");
                reversed.add(sale);
            }
        });
    }

    private static Booking sale(int sale) {
        return new Booking(
                RevenueSource.STRIPE,
                "pi_" + sale,
                Instant.EPOCH,
                euros(cents(sale)),
                BigDecimal.ZERO,
                "Sale",
                Booking.Origin.UNKNOWN,
                null);
    }

    private static Money euros(long cents) {
        return new Money(BigDecimal.valueOf(cents, 2), EURO);
    }

    /** What each sale has earned after all that took from it. */
    private Map<String, BigDecimal> left() {
        Map<String, BigDecimal> left = new HashMap<>();
        sql.doInStudio(
                studio,
                tx -> tx.rows(
                                """
                        SELECT s.external_id, sum(amount)::text AS amount FROM ledger_entry s
                        JOIN ledger_entry e ON e.studio_id = s.studio_id AND (e.id = s.id OR e.reverses = s.id)
                        JOIN ledger_posting p ON p.studio_id = e.studio_id AND entry_id = e.id AND account = 'DUE'
                        WHERE s.studio_id = ? AND s.reverses IS NULL GROUP BY 1""",
                                row -> Map.entry(row.text("external_id"), new BigDecimal(row.text("amount"))),
                                studio)
                        .forEach(entry -> left.put(entry.getKey(), entry.getValue())));
        return left;
    }

    private int unbalanced() {
        return sql.inStudio(studio, tx -> tx.one("""
                SELECT count(*)::int AS n FROM (SELECT entry_id FROM ledger_posting WHERE studio_id = ?
                    GROUP BY entry_id HAVING sum(amount) <> 0) AS wrong""", row -> row.number("n"), studio));
    }
}
