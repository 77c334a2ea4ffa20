package io.viralforge.revenue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.viralforge.jobs.JobFixture;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.sql.SqlFailure;
import io.viralforge.platform.sql.Tx;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Money, from whoever tells of it to the clip that earned it. */
class RevenueTest {
    private static final TestServer SERVER = TestServer.shared();
    private static final String BROWSER =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";

    private final Actor.Member member = SERVER.newMember(Scope.READ, Scope.CREATE, Scope.MONEY);
    private final JobFixture fixture = new JobFixture(SERVER, member);

    @Test
    void theDatabaseItselfRefusesToChangeUnbalanceOrAddToWhatIsBooked() {
        String entry = sponsorship("100.00", "EUR", null);
        UUID id = Objects.requireNonNull(Id.Type.REVENUE_ENTRY.uuid(entry));
        refused("permission denied", tx -> tx.update("UPDATE ledger_entry SET note = 'x'"));
        refused("permission denied", tx -> tx.update("DELETE FROM ledger_posting"));
        refused("sum to nothing", tx -> insert(tx, UUID.randomUUID(), "10", "-9"));
        refused("sum to nothing", tx -> insert(tx, UUID.randomUUID()));
        refused("posted whole", tx -> post(tx, id, "5", "FEES"));
        assertThat(balances()).isEqualTo(Map.of("DUE", "100.00", "INCOME", "-100.00"));
    }

    private void refused(String why, Consumer<Tx> doing) {
        assertThatThrownBy(() -> SERVER.sql().doInStudio(member.studio(), doing))
                .isInstanceOf(SqlFailure.class)
                .hasMessageContaining(why);
    }

    private void insert(Tx tx, UUID entry, String... amounts) {
        tx.update("""
                INSERT INTO ledger_entry (studio_id, id, source, external_id, currency, occurred_at, note)
                VALUES (?, ?, 'STRIPE', ?, 'EUR', now(), '')""", member.studio(), entry, entry.toString());
        for (int i = 0; i < amounts.length; i++) {
            post(tx, entry, amounts[i], List.of("DUE", "INCOME").get(i));
        }
    }

    private void post(Tx tx, UUID entry, String amount, String account) {
        tx.update(
                "INSERT INTO ledger_posting (studio_id, entry_id, account, amount) VALUES (?, ?, ?, ?)",
                member.studio(),
                entry,
                account,
                new BigDecimal(amount));
    }

    @Test
    void aSponsorshipIsBookedOnceAndTakenBackOnceWithWhatItEarnedForItsClip() {
        String clip = fixture.clip("OWNED");
        Map<String, Object> book = sponsorshipOf("1200.50", "USD", clip, "key");
        String entry =
                SERVER.data(member, BOOK, book).at("/sponsorshipBook/entry/id").asText();
        assertThat(SERVER.data(member, BOOK, book)
                        .at("/sponsorshipBook/entry/id")
                        .asText())
                .isEqualTo(entry);
        assertThat(earned(clip)).isEqualTo(Map.of("USD", "1200.50"));

        JsonNode reversal = reverse(entry);
        assertThat(reversal.at("/entry/amount/amount").asText()).isEqualTo("-1200.50");
        assertThat(reversal.at("/entry/reverses").asText()).isEqualTo(entry);
        assertThat(new BigDecimal(earned(clip).get("USD"))).isZero();
        assertThat(reverse(entry).at("/userErrors/0/code").asText()).isEqualTo("WRONG_STATE");
        assertThat(reverse(reversal.at("/entry/id").asText())
                        .at("/userErrors/0/code")
                        .asText())
                .isEqualTo("WRONG_STATE");

        assertThat(sponsorship("0", "EUR", null)).isEqualTo("OUT_OF_RANGE");
        assertThat(sponsorship("1.1234567", "EUR", null)).isEqualTo("OUT_OF_RANGE");
        assertThat(sponsorship("1", "EUR", new JobFixture(SERVER).clip("OWNED")))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void whoMaySeeNoMoneySeesNoEntryByItsIdEither() {
        String entry = sponsorship("5", "EUR", null);
        Actor.Member viewer = new Actor.Member(member.id(), member.studio(), member.session(), Set.of(Scope.READ));
        String question = "query ($id: ID!) { node(id: $id) { id } }";
        assertThat(SERVER.data(member, question, Map.of("id", entry))
                        .at("/node/id")
                        .asText())
                .isEqualTo(entry);
        assertThat(SERVER.data(viewer, question, Map.of("id", entry))
                        .get("node")
                        .isNull())
                .isTrue();
    }

    @Test
    void revenueIsToldByTimeBesideTheTimeBefore() {
        Instant now = Instant.parse("2026-11-10T12:00:00Z");
        book("10", now);
        book("5", now.minus(Duration.ofDays(1)));
        book("7.50", now.minus(Duration.ofDays(7)));
        JsonNode series = SERVER.data(member, """
                { revenueSeries(range: {from: "2026-11-07T00:00:00Z", to: "2026-11-11T00:00:00Z"}) {
                    currency start values total { amount } before { amount } } }""").at("/revenueSeries/0");
        assertThat(series.get("start").asText()).startsWith("2026-11-07T00:00:00");
        assertThat(series.get("values")).extracting(JsonNode::asText).containsExactly("null", "null", "5", "10");
        assertThat(series.at("/total/amount").asText()).isEqualTo("15");
        assertThat(series.at("/before/amount").asText()).isEqualTo("7.50");
    }

    @Test
    void reportsAreBookedOnceAndWhatBecomesVoidIsTakenBack() throws IOException, InterruptedException {
        String clip = fixture.clip("OWNED");
        String click = click(link(clip, "subId1"), BROWSER);
        String impact = """
                Id,CampaignName,EventDate,State,Payout,Currency,SubId1
                1.1.A,"Shoes, Inc.",2026-11-01T10:00:00-05:00,%s,12.34,USD,""" + click + """

                1.1.B,Hats,2026-11-02T10:00:00Z,PENDING,9.99,USD,
                """;
        assertThat(imported("IMPACT_ACTIONS", impact.formatted("APPROVED"), null))
                .isEqualTo("1 0 0 1 0");
        assertThat(imported("IMPACT_ACTIONS", impact.formatted("APPROVED"), null))
                .isEqualTo("0 1 0 1 0");
        assertThat(earned(clip)).isEqualTo(Map.of("USD", "12.34"));
        assertThat(imported("IMPACT_ACTIONS", impact.formatted("REVERSED"), null))
                .isEqualTo("0 0 0 1 1");
        assertThat(new BigDecimal(earned(clip).get("USD"))).isZero();

        String amazon = """
                Fee-Earnings reports from 01-11-2026 to 20-11-2026
                Category,Name,ASIN,Seller,Tracking ID,Date Shipped,Price($),Items Shipped,Returns,Revenue($),Ad Fees($)
                Shoes,"A 3"" heel",B01,Amazon,tag-20,November 3 2026,30.00,1,0,30.00,1.20
                Shoes,"A 3"" heel",B01,Amazon,tag-20,November 3 2026,30.00,1,0,30.00,1.20
                """;
        assertThat(imported("AMAZON_FEE_EARNINGS", amazon, null)).isEqualTo("REQUIRED");
        assertThat(imported("AMAZON_FEE_EARNINGS", amazon, "USD"))
                .as("two alike are two sales")
                .isEqualTo("2 0 0 0 0");
        assertThat(imported(
                        "AMAZON_FEE_EARNINGS",
                        amazon.replace("\nShoes,\"A 3\"\" heel\"", "\nFootwear,A heel")
                                .replace("November 3 2026", "2026-11-03"),
                        "USD"))
                .as("the same in other words")
                .isEqualTo("0 2 0 0 0");

        String sale = "transid,transdate,commission,voided,affcomment\n77,11/04/2026 03:04:05 PM,%s,%s," + click + "\n";
        assertThat(imported("SHAREASALE_ACTIVITY", sale.formatted("3.00", ""), "USD"))
                .isEqualTo("1 0 0 0 0");
        assertThat(imported("SHAREASALE_ACTIVITY", sale.formatted("4.00", ""), "USD"))
                .isEqualTo("0 0 1 0 0");
        assertThat(earned(clip)).isEqualTo(Map.of("USD", "3.00"));
        assertThat(imported("SHAREASALE_ACTIVITY", sale.formatted("3.00", "1"), "USD"))
                .isEqualTo("0 0 0 0 1");

        String payout = "id,date,amount,currency,clip\nyt-2026-10,2026-11-12,\"1,234.5678\",EUR," + clip + "\n";
        assertThat(imported("PAYOUTS", payout, null)).isEqualTo("1 0 0 0 0");
        assertThat(earned(clip).get("EUR")).isEqualTo("1234.5678");
        assertThat(imported("PAYOUTS", "id,date,amount,currency\n1,2026-11-12,5,EUR\n2,today,x,EUR\n", null))
                .as("all of it or nothing")
                .isEqualTo("INVALID");
        assertThat(imported("PAYOUTS", "id,date,amount,currency\n1,2026-11-12,5,EUR\n", null))
                .isEqualTo("1 0 0 0 0");
    }

    @Test
    void stripeIsBelievedOnlyBySignatureAndBookedOnceInWhateverOrder() {
        Shop shop = new Shop(SERVER, member, RevenueSource.STRIPE);
        String sale = Shop.checkout("pi_1", 2500, "");
        String refund = Shop.refund("re_1", "pi_1", 1000);
        assertThat(shop.post(sale, "Stripe-Signature", Shop.stripe(sale, "whsec_other", Instant.now()), ""))
                .isEqualTo(400);
        assertThat(shop.post(
                        sale,
                        "Stripe-Signature",
                        Shop.stripe(sale, shop.secret, Instant.now().minusSeconds(600)),
                        ""))
                .as("stale")
                .isEqualTo(400);
        assertThat(shop.post(
                        sale.replace("2500", "9900"),
                        "Stripe-Signature",
                        Shop.stripe(sale, shop.secret, Instant.now()),
                        ""))
                .as("changed")
                .isEqualTo(400);
        assertThat(shop.postTo(
                        UUID.randomUUID().toString(),
                        sale,
                        "Stripe-Signature",
                        Shop.stripe(sale, "whsec_nobody-has-this-one", Instant.now())))
                .as("nobody's")
                .isEqualTo(400);
        assertThat(shop.tells(" ".repeat(300 << 10))).isEqualTo(413);
        assertThat(balances()).isEmpty();

        assertThat(shop.tells(refund)).as("before its sale").isEqualTo(200);
        assertThat(balances()).isEmpty();
        assertThat(shop.tells(sale)).isEqualTo(200);
        assertThat(shop.tells(sale)).isEqualTo(200);
        assertThat(shop.tells(refund)).isEqualTo(200);
        assertThat(balances()).isEqualTo(Map.of("DUE", "15.00", "INCOME", "-15.00"));
        assertThat(shop.tells(Shop.refund("re_2", "pi_1", 9000))).isEqualTo(200);
        assertThat(new BigDecimal(balances().get("DUE")))
                .as("never more than there was")
                .isZero();

        assertThat(shop.tells(sale.replace("checkout.session.completed", "invoice.sent")))
                .isEqualTo(200);
        assertThat(shop.tells(Shop.checkout("pi_2", 5, "").replace("true", "false")))
                .isEqualTo(200);
        assertThat(shop.tells("no json")).isEqualTo(200);
        assertThat(new BigDecimal(balances().get("DUE"))).isZero();
        assertThat(StripeMoney.of("JPY")).isEqualTo("500");
        assertThat(StripeMoney.of("KWD")).isEqualTo("0.500");
    }

    @Test
    void aClickLeadsToASaleOfTheClipAndARefundTakesThatBack() throws IOException, InterruptedException {
        String clip = fixture.clip("OWNED");
        String click = click(link(clip, "click"), BROWSER);
        Shop shop = new Shop(SERVER, member, RevenueSource.SHOPIFY);
        String order = """
                {"id": 450789469, "total_price": "409.94", "currency": "USD", "processed_at": "2026-11-10T11:00:00-05:00",
                 "landing_site": "/products/ipod?ref=x&click=%s", "note_attributes": [], "test": false}""".formatted(click);
        assertThat(shop.post(order, "X-Shopify-Hmac-Sha256", Shop.shopify(order, "another secret"), "orders/paid"))
                .isEqualTo(400);
        assertThat(shop.tells("orders/paid", order)).isEqualTo(200);
        assertThat(shop.tells("orders/paid", order)).isEqualTo(200);
        assertThat(earned(clip)).isEqualTo(Map.of("USD", "409.94"));
        String refund = """
                {"id": 929361464, "order_id": 450789469, "created_at": "2026-11-14T10:34:55-05:00", "transactions": [
                 {"kind": "refund", "status": "success", "amount": "209.00", "currency": "USD", "test": false},
                 {"kind": "refund", "status": "failure", "amount": "10.00", "currency": "USD", "test": false}]}""";
        assertThat(shop.tells("refunds/create", refund)).isEqualTo(200);
        assertThat(shop.tells("refunds/create", refund)).isEqualTo(200);
        assertThat(earned(clip)).isEqualTo(Map.of("USD", "200.94"));
        assertThat(shop.tells("products/update", "{}")).isEqualTo(200);
    }

    @Test
    void whatIsVoidIsTakenBackThoughItLostItsFeeOrIsToldFirst() {
        String line = "transid,transdate,commission,voided,affcomment\n%s,11/04/2026 03:04:05 PM,%s,%s,\n";
        assertThat(imported("SHAREASALE_ACTIVITY", line.formatted("1", "3.00", ""), "USD"))
                .isEqualTo("1 0 0 0 0");
        assertThat(imported("SHAREASALE_ACTIVITY", line.formatted("1", "0", "1"), "USD"))
                .isEqualTo("0 0 0 0 1");
        assertThat(imported("SHAREASALE_ACTIVITY", line.formatted("2", "0", "1"), "USD"))
                .isEqualTo("0 1 0 0 0");
        imported("SHAREASALE_ACTIVITY", line.formatted("2", "7.00", ""), "USD");
        assertThat(new BigDecimal(balances().get("DUE"))).isZero();
        assertThat(imported("SHAREASALE_ACTIVITY", line.formatted("2", "7.00", "1"), "USD"))
                .isEqualTo("0 1 0 0 0");
    }

    @Test
    void aSaleIsOfTheClipOfItsClickWhicheverMessageComesFirst() throws IOException, InterruptedException {
        String clip = fixture.clip("OWNED");
        Shop shop = new Shop(SERVER, member, RevenueSource.STRIPE);
        String sale = Shop.checkout("pi_1", 2500, click(link(clip, "click"), BROWSER));
        assertThat(shop.tells(Shop.intent("pi_1", 2500))).isEqualTo(200);
        assertThat(shop.tells(Shop.refund("re_1", "pi_1", 500))).isEqualTo(200);
        assertThat(earned(clip)).isEmpty();
        assertThat(shop.tells(sale)).isEqualTo(200);
        assertThat(earned(clip)).as("what is left of it").isEqualTo(Map.of("EUR", "20.00"));
        assertThat(shop.tells(sale)).isEqualTo(200);
        assertThat(shop.tells(Shop.intent("pi_1", 2500))).isEqualTo(200);
        assertThat(shop.tells(Shop.refund("re_1", "pi_1", 500))).isEqualTo(200);
        assertThat(shop.tells(Shop.refund("re_2", "pi_1", 1200))).isEqualTo(200);
        assertThat(earned(clip)).isEqualTo(Map.of("EUR", "8.00"));
        assertThat(balances()).isEqualTo(Map.of("DUE", "8.00", "INCOME", "-8.00"));
    }

    @Test
    void whatIsNoAmountIsAcknowledgedAndNotBooked() {
        Shop shopify = new Shop(SERVER, member, RevenueSource.SHOPIFY);
        for (String amount : List.of("1e15", "1.1234567", "-5", "five", "1000000000000000", "1e600000000")) {
            assertThat(shopify.tells("orders/paid", """
                            {"id": 1, "total_price": "%s", "currency": "USD", "processed_at": "2026-11-10T11:00:00Z"}""".formatted(amount)))
                    .as(amount)
                    .isEqualTo(200);
            assertThat(shopify.tells("refunds/create", """
                            {"id": 2, "order_id": 1, "created_at": "2026-11-14T10:34:55Z", "transactions": [{"kind": "refund",
                             "status": "success", "amount": "%s", "currency": "USD"}]}""".formatted(amount)))
                    .as(amount)
                    .isEqualTo(200);
        }
        Shop stripe = new Shop(SERVER, member, RevenueSource.STRIPE);
        assertThat(stripe.tells(Shop.checkout("pi_1", Long.MAX_VALUE, ""))).isEqualTo(200);
        assertThat(stripe.tells(Shop.checkout("pi_1", 2500, "").replace("2500", "1e300")))
                .isEqualTo(200);
        assertThat(stripe.tells(Shop.refund("re_1", "pi_1", Long.MAX_VALUE))).isEqualTo(200);
        assertThat(balances()).isEmpty();
        assertThat(SERVER.sql()
                        .<Integer>inStudio(
                                member.studio(),
                                tx -> tx.one(
                                        "SELECT count(*)::int AS n FROM waiting_refund WHERE studio_id = ?",
                                        row -> row.number("n"),
                                        member.studio())))
                .isZero();
    }

    @Test
    void aLinkLeadsWhereItsStudioWroteAndCountsPeopleAlone() throws IOException, InterruptedException {
        String url = link(null, "sub");
        assertThat(click(url, BROWSER)).matches("c[0-9a-f]{32}");
        assertThat(visit(url + "?to=https://evil.example", BROWSER, Map.of()).location())
                .startsWith("https://shop.example/p?a=1&sub=c")
                .endsWith("#top");
        assertThat(visit(url, "Mozilla/5.0 (compatible; Googlebot/2.1)", Map.of())
                        .location())
                .isEqualTo("https://shop.example/p?a=1#top");
        assertThat(visit(url, "curl/8.5", Map.of()).location()).isEqualTo("https://shop.example/p?a=1#top");
        assertThat(visit(url, BROWSER, Map.of("Sec-Purpose", "prefetch")).status())
                .isEqualTo(302);
        assertThat(visit(url + "x", BROWSER, Map.of()).status()).isEqualTo(404);
        JsonNode link = SERVER.data(member, "{ affiliateLinks { nodes { id clicks passed } } }")
                .at("/affiliateLinks/nodes/0");
        assertThat(link.get("clicks").asInt()).isEqualTo(2);
        assertThat(link.get("passed").asInt()).isEqualTo(3);
        SERVER.data(
                member,
                "mutation ($id: ID!) { affiliateLinkEnd(id: $id) { link { endedAt } } }",
                Map.of("id", link.get("id").asText()));
        assertThat(visit(url, BROWSER, Map.of()).status()).isEqualTo(410);
        for (String wrong : List.of("ftp://shop.example/", "https://me@shop.example/", "javascript://x/%0aalert(1)")) {
            assertThat(SERVER.data(member, LINK, Map.of("target", wrong, "key", wrong))
                            .at("/affiliateLinkCreate/userErrors/0/code")
                            .asText())
                    .as(wrong)
                    .isEqualTo("INVALID");
        }
    }

    private static final String LINK = """
            mutation ($target: URL!, $parameter: String, $clip: ID, $key: String!) { affiliateLinkCreate(
              input: {name: "Shoes", target: $target, parameter: $parameter, clipId: $clip}, idempotencyKey: $key) {
                link { url } userErrors { code } } }""";

    private String link(@Nullable String clip, String parameter) {
        Map<String, @Nullable Object> variables = new HashMap<>(
                Map.of("target", "https://shop.example/p?a=1#top", "parameter", parameter, "key", UUID.randomUUID()));
        variables.put("clip", clip);
        return SERVER.data(member, LINK, variables)
                .at("/affiliateLinkCreate/link/url")
                .asText();
    }

    private record Visited(int status, String location) {}

    private static Visited visit(String url, String browser, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).header("User-Agent", browser);
        headers.forEach(request::header);
        HttpResponse<Void> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.discarding());
        return new Visited(
                answer.statusCode(), answer.headers().firstValue("Location").orElse(""));
    }

    /** Follows the link; the id that the target is given. */
    private static String click(String url, String browser) throws IOException, InterruptedException {
        String location = visit(url, browser, Map.of()).location();
        return location.substring(location.lastIndexOf('=') + 1).replace("#top", "");
    }

    /** As Stripe counts 500 of a currency's smallest. */
    private static final class StripeMoney {
        static String of(String currency) {
            try {
                JsonNode event =
                        new ObjectMapper().readTree(Shop.checkout("pi", 500, "").replace("eur", currency));
                return StripeHook.read(event) instanceof ShopEvent.Sale sale
                        ? sale.booking().gross().amount().toPlainString()
                        : "";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final String BOOK = """
            mutation ($amount: Decimal!, $currency: CurrencyCode!, $clip: ID, $at: DateTime!, $key: String!) { sponsorshipBook(
              input: {amount: {amount: $amount, currency: $currency}, occurredAt: $at, payer: "Acme", clipId: $clip},
              idempotencyKey: $key) { entry { id } userErrors { code } } }""";

    private static Map<String, Object> sponsorshipOf(
            String amount, String currency, @Nullable String clip, String key) {
        Map<String, Object> variables =
                new HashMap<>(Map.of("amount", amount, "currency", currency, "at", "2026-11-10T00:00:00Z", "key", key));
        if (clip != null) {
            variables.put("clip", clip);
        }
        return variables;
    }

    /** The entry's id, or why there is none. */
    private String sponsorship(String amount, String currency, @Nullable String clip) {
        JsonNode payload = SERVER.data(
                        member,
                        BOOK,
                        sponsorshipOf(amount, currency, clip, UUID.randomUUID().toString()))
                .get("sponsorshipBook");
        return payload.at("/entry/id").asText(payload.at("/userErrors/0/code").asText());
    }

    private void book(String amount, Instant at) {
        Map<String, Object> variables =
                sponsorshipOf(amount, "EUR", null, UUID.randomUUID().toString());
        variables.put("at", at.toString());
        SERVER.data(member, BOOK, variables);
    }

    private JsonNode reverse(String entry) {
        return SERVER.data(member, """
                mutation ($id: ID!, $key: String!) { revenueReverse(id: $id, reason: "Not paid", idempotencyKey: $key) {
                  entry { id amount { amount } reverses } userErrors { code } } }""", Map.of("id", entry, "key", UUID.randomUUID()))
                .get("revenueReverse");
    }

    /** How many were booked, known, otherwise, open, reversed; or why nothing was. */
    private String imported(String format, String csv, @Nullable String currency) {
        Map<String, Object> variables = new HashMap<>(Map.of("format", format, "csv", csv));
        if (currency != null) {
            variables.put("currency", currency);
        }
        JsonNode payload = SERVER.data(member, """
                mutation ($format: ReportFormat!, $csv: String!, $currency: CurrencyCode) {
                  revenueImport(input: {format: $format, csv: $csv, currency: $currency}) {
                    imported { booked known otherwise open reversed } userErrors { code message } } }""", variables).get("revenueImport");
        JsonNode done = payload.get("imported");
        return done.isNull()
                ? payload.at("/userErrors/0/code").asText()
                : done.get("booked") + " " + done.get("known") + " " + done.get("otherwise") + " " + done.get("open")
                        + " " + done.get("reversed");
    }

    /** By currency. */
    private Map<String, String> earned(String clip) {
        Map<String, String> earned = new HashMap<>();
        SERVER.data(member, """
                        { revenue(range: {from: "2000-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z"}, by: [CLIP]) {
                            clip { id } amount { amount currency } } }""").get("revenue").forEach(group -> {
            if (group.at("/clip/id").asText().equals(clip)) {
                earned.put(
                        group.at("/amount/currency").asText(),
                        group.at("/amount/amount").asText());
            }
        });
        return earned;
    }

    /** By account. */
    private Map<String, String> balances() {
        Map<String, String> balances = new HashMap<>();
        SERVER.data(member, "{ revenueBalances { account amount { amount } } }")
                .get("revenueBalances")
                .forEach(each -> balances.put(
                        each.get("account").asText(), each.at("/amount/amount").asText()));
        return balances;
    }
}
