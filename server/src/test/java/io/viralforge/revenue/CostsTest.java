package io.viralforge.revenue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.jobs.JobFixture;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Money;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.TestServer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What clips cost, at the prices and rates of their days. */
class CostsTest {
    private static final TestServer SERVER = TestServer.shared();

    private final Actor.Member member = SERVER.newMember(Scope.READ, Scope.CREATE, Scope.MONEY);
    private final JobFixture fixture = new JobFixture(SERVER, member);

    @Test
    void aMarginIsKnownOnceEveryPriceAndRateIsAndNotBefore() {
        String clip = madeInTenSecondsOfCpuOn("2026-03-10");
        earn(clip, "30", "USD", "2026-03-10T12:00:00Z");
        assertThat(margin(clip).at("/unknown/0").asText())
                .isEqualTo("There is no exchange rate of USD for 2026-03-10.");
        rate("USD", "2026-03-01", "1.25");
        assertThat(margin(clip).get("revenue").isNull())
                .as("a rate of the week before last")
                .isTrue();
        rate("USD", "2026-03-08", "1.20");
        assertThat(margin(clip).at("/revenue/amount").asText()).isEqualTo("25.00");
        assertThat(margin(clip).get("margin").isNull()).isTrue();
        price("CPU_SECOND", "2026-03-11", "9");
        assertThat(margin(clip).get("cost").isNull())
                .as("a price from the day after on")
                .isTrue();
        price("CPU_SECOND", "2026-03-01", "0.5");
        price("GIGABYTE_MONTH", "2000-01-01", "0");
        JsonNode known = margin(clip);
        assertThat(known.get("unknown")).isEmpty();
        assertThat(known.at("/cost/amount").asText()).isEqualTo("5.00");
        assertThat(known.at("/margin/amount").asText()).isEqualTo("20.00");
        assertThat(margin(fixture.clip("OWNED")).at("/unknown/0").asText()).isEqualTo("No job is known that made it.");
    }

    @Test
    void aQuestionReadsTheRatesOfACurrencyOnce() {
        Currency dollar = Currency.getInstance("USD");
        LocalDate day = LocalDate.parse("2026-03-10");
        rate("USD", "2026-03-08", "1.20");
        SERVER.sql().doInStudio(member.studio(), tx -> {
            Rates rates = new Rates(tx, member.studio());
            assertThat(rates.perEuro(dollar, day)).isEqualByComparingTo("1.20");
            CostStore.set(tx, member.studio(), new ExchangeRate(dollar, day, BigDecimal.TEN, "ECB"));
            assertThat(rates.perEuro(dollar, day)).isEqualByComparingTo("1.20");
            assertThat(new Rates(tx, member.studio()).perEuro(dollar, day)).isEqualByComparingTo("10");
        });
    }

    @Test
    void aSpentBudgetRefusesNewJobsAndNoOtherStudios() {
        fixture.submitted();
        madeInTenSecondsOfCpuOn(null);
        budget("4.99");
        assertThat(submitted()).as("what has no price stops nobody").isEmpty();
        price("CPU_SECOND", "2026-01-01", "0.5");
        assertThat(submitted()).isEqualTo("BUDGET_SPENT");
        budget("5.01");
        assertThat(submitted()).isEmpty();
        budget("0");
        assertThat(submitted()).isEqualTo("BUDGET_SPENT");
        new JobFixture(SERVER).submitted();
        SERVER.data(member, "mutation { workBudgetSet { budget { limit { amount } } userErrors { code } } }");
        assertThat(submitted()).isEmpty();
    }

    /** Why a job was refused; empty when it was not. */
    private String submitted() {
        return SERVER.data(member, """
                        mutation ($clip: ID!, $key: String!) { jobSubmit(input: {recipe: {source: {assetId: $clip}}},
                          idempotencyKey: $key) { userErrors { code } } }""", Map.of("clip", fixture.clip("OWNED"), "key", UUID.randomUUID()))
                .at("/jobSubmit/userErrors/0/code")
                .asText();
    }

    /** A clip by a job whose one attempt ended at noon; by SQL, for workers tell no time. Null: now. */
    private String madeInTenSecondsOfCpuOn(@Nullable String day) {
        String clip = fixture.clip("OWNED");
        UUID job = Objects.requireNonNull(Id.Type.JOB.uuid(fixture.submitted()));
        Actor.WorkerNode token = SERVER.newWorker();
        UUID worker = UUID.randomUUID();
        Instant ended = day == null ? Instant.now() : Instant.parse(day + "T12:00:00Z");
        SERVER.sql().doEverywhere(tx -> {
            tx.update("""
                    INSERT INTO worker (id, token_id, instance_key, name, version, renderer_version, cores, memory_bytes, gpus,
                        encoders, decoders, ffmpeg, last_seen_at)
                    VALUES (?, ?, 'x', 'x', '1', '1', 1, 1, '{}', '{}', '{}', '8', now())""", worker, token.id());
            tx.update("""
                    INSERT INTO attempt (studio_id, job_id, number, fencing_token, worker_id, worker_name, started_at, ended_at,
                        outcome, cpu_seconds)
                    VALUES (?, ?, 1, nextval('fencing_token'), ?, 'x', ?, ?, 'SUCCEEDED', 10)""", member.studio(), job, worker, ended, ended);
            tx.update(
                    "INSERT INTO job_output (studio_id, job_id, role, asset_id) VALUES (?, ?, 'VIDEO', ?)",
                    member.studio(),
                    job,
                    Id.Type.ASSET.uuid(clip));
        });
        return clip;
    }

    private void earn(String clip, String amount, String currency, String at) {
        Booking booking = new Booking(
                RevenueSource.PAYOUT,
                clip,
                Instant.parse(at),
                new Money(new BigDecimal(amount), Currency.getInstance(currency)),
                BigDecimal.ZERO,
                "Test",
                new Booking.Origin(Id.Type.ASSET.uuid(clip), null),
                null);
        SERVER.sql().doInStudio(member.studio(), tx -> SERVER.bean(Ledger.class).book(tx, member.studio(), booking));
    }

    private void price(String unit, String day, String amount) {
        done(
                "costPriceSet",
                SERVER.data(member, """
                mutation ($unit: CostUnit!, $from: DateTime!, $amount: Decimal!) { costPriceSet(input: {unit: $unit,
                  from: $from, price: {amount: $amount, currency: "EUR"}}) { userErrors { code } } }""", Map.of("unit", unit, "from", day + "T00:00:00Z", "amount", amount)));
    }

    private void rate(String currency, String day, String perEuro) {
        done(
                "exchangeRatesSet",
                SERVER.data(member, """
                mutation ($currency: CurrencyCode!, $day: DateTime!, $rate: Decimal!) { exchangeRatesSet(input: {
                  source: "ECB", rates: [{currency: $currency, day: $day, perEuro: $rate}]}) { userErrors { code } } }""", Map.of("currency", currency, "day", day + "T00:00:00Z", "rate", perEuro)));
    }

    private void budget(String amount) {
        done("workBudgetSet", SERVER.data(member, """
                mutation ($amount: Decimal!) { workBudgetSet(limit: {amount: $amount, currency: "EUR"}) {
                  budget { limit { amount } } userErrors { code } } }""", Map.of("amount", amount)));
    }

    private static void done(String name, JsonNode answer) {
        assertThat(answer.at("/" + name + "/userErrors")).isEmpty();
    }

    private JsonNode margin(String clip) {
        return SERVER.data(member, """
                        query ($clips: [ID!]!) { clipMargins(clipIds: $clips, currency: "EUR") {
                          revenue { amount } cost { amount } margin { amount } unknown } }""", Map.of("clips", List.of(clip))).at("/clipMargins/0");
    }
}
