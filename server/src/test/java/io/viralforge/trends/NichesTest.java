package io.viralforge.trends;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.TestServer;
import io.viralforge.trends.FakeNetworks.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What studios follow, looked at by two replicas. */
class NichesTest {
    private static final String CREATE = """
            mutation ($input: NicheInput!, $key: String!) {
              nicheCreate(input: $input, idempotencyKey: $key) {
                niche { id name keywords horizon isFollowed nextScanAt answers { sourceId } } userErrors { code path } } }""";
    private static final String TRENDS = """
            query ($id: ID!, $first: Int, $after: String, $all: Boolean! = false) { node(id: $id) { ... on Niche {
              scannedAt nextScanAt answers { sourceId sourceName state message found }
              trends(first: $first, after: $after, withHidden: $all) {
                nodes { id title isHidden firstSeenAt lastSeenAt items { id sourceId title url interest } }
                pageInfo { hasNextPage endCursor } } } } }""";

    private static FakeNetworks networks;
    private static TestServer server;
    private Actor.Member member;

    @BeforeAll
    static void start() {
        networks = new FakeNetworks();
        server = TestServer.start(
                2,
                Map.of(
                        "viralforge.trends.places", networks.places(),
                        "viralforge.trends.patience", "PT2S",
                        "viralforge.outbound-allow", networks.authority()));
    }

    @AfterAll
    static void stop() {
        server.close();
        networks.close();
    }

    @BeforeEach
    void begin() {
        networks.all(Fault.NONE);
        networks.sayAsRecorded();
        server.sql().doEverywhere(tx -> tx.update("DELETE FROM trend_source"));
        member = server.newMember(Scope.READ, Scope.CREATE);
    }

    @Test
    void whatMayNotBeKeptIsNotLookedAt() {
        String cursor = now();
        create("AI", "lemmy", "pinterest");
        assertThat(next(cursor).at("/asked").asInt()).isEqualTo(1);
    }

    @Test
    void aNicheIsLookedAtAtOnceAndItsTrendsAreListed() {
        networks.set("lemmy", Fault.SERVER_ERROR);
        String cursor = now();
        String id = create("AI", "hacker-news", "dailymotion", "lemmy");
        JsonNode event = next(cursor);
        assertThat(event.at("/asked").asInt()).isEqualTo(3);
        assertThat(event.at("/answered").asInt()).isEqualTo(2);
        assertThat(event.at("/seen").asInt())
                .isEqualTo(event.at("/new").asInt())
                .isPositive();
        assertThat(event.at("/niche/id").asText()).isEqualTo(id);

        JsonNode niche = niche(id, Map.of());
        assertThat(niche.at("/scannedAt").asText())
                .isLessThan(niche.at("/nextScanAt").asText());
        assertThat(niche.at("/answers"))
                .extracting(answer -> answer.at("/sourceId").asText() + " "
                        + answer.at("/state").asText())
                .containsExactly("dailymotion SEEN", "hacker-news SEEN", "lemmy FAILED");
        assertThat(niche.at("/answers/2/message").asText()).contains("status 500");
        JsonNode trends = niche.at("/trends/nodes");
        assertThat(trends).isNotEmpty().allSatisfy(trend -> {
            assertThat(trend.at("/title").asText())
                    .isEqualTo(trend.at("/items/0/title").asText());
            assertThat(trend.at("/items/0/sourceId").asText()).isIn("hacker-news", "dailymotion");
        });
    }

    @Test
    void pagesAreWholeAndHiddenTrendsAreLeftOut() {
        String cursor = now();
        String id = create("Pages", "hacker-news", "dailymotion", "peertube");
        next(cursor);
        Set<String> seen = new HashSet<>();
        JsonNode page = niche(id, Map.of("first", 2)).at("/trends");
        String first = page.at("/nodes/0/id").asText();
        int pages = 1;
        page.at("/nodes").forEach(trend -> seen.add(trend.at("/id").asText()));
        while (page.at("/pageInfo/hasNextPage").asBoolean()) {
            page = niche(
                            id,
                            Map.of(
                                    "first",
                                    2,
                                    "after",
                                    page.at("/pageInfo/endCursor").asText()))
                    .at("/trends");
            page.at("/nodes")
                    .forEach(trend ->
                            assertThat(seen.add(trend.at("/id").asText())).isTrue());
            pages++;
        }
        assertThat(pages).isGreaterThan(1);
        assertThat(seen).hasSameSizeAs(niche(id, Map.of("first", 100)).at("/trends/nodes"));

        assertThat(data(
                                "mutation ($id: ID!) { trendHide(id: $id) { trend { isHidden } userErrors { code } } }",
                                Map.of("id", first))
                        .at("/trendHide/trend/isHidden")
                        .asBoolean())
                .isTrue();
        assertThat(niche(id, Map.of("first", 100)).at("/trends/nodes"))
                .hasSize(seen.size() - 1)
                .noneMatch(trend -> trend.at("/id").asText().equals(first));
        assertThat(niche(id, Map.of("first", 100, "all", true)).at("/trends/nodes"))
                .hasSize(seen.size());
    }

    @Test
    void aSecondLookFindsTheSameThings() {
        String cursor = now();
        String id = create("Again", "hacker-news", "feeds");
        JsonNode first = next(cursor);
        tenMinutesPass(id);
        scan(id);
        JsonNode second = next(first.at("/cursor").asText());
        assertThat(second.at("/seen").asInt()).isEqualTo(first.at("/seen").asInt());
        assertThat(second.at("/new").asInt()).isZero();
    }

    @Test
    void whatAnybodyCanSeeIsOneThingAndWhatAFeedSaysIsItsStudiosOwn() {
        String cursor = now();
        Set<String> mine = items(create("Mine", "hacker-news", "feeds"), cursor);
        member = server.newMember(Scope.READ, Scope.CREATE);
        cursor = now();
        Set<String> theirs = items(create("Theirs", "hacker-news", "feeds"), cursor);
        assertThat(mine).hasSameSizeAs(theirs).isNotEmpty();
        assertThat(mine.stream().filter(item -> item.startsWith("hacker-news")))
                .isNotEmpty()
                .allMatch(theirs::contains);
        assertThat(mine.stream().filter(item -> item.startsWith("feeds")))
                .isNotEmpty()
                .noneMatch(theirs::contains);
    }

    @Test
    void whatHoldsItsWordsByAccidentIsLeftOut() {
        networks.say("feeds", """
                <rss version="2.0"><channel><title>x</title>
                <item><guid>1</guid><title>Ten AI tools that write your code for you</title></item>
                <item><guid>2</guid><title>Ai Weiwei shows tools of protest in Berlin</title></item>
                </channel></rss>""");
        String cursor = now();
        String id = create("AI tools", "feeds");
        JsonNode event = next(cursor);
        assertThat(event.at("/seen").asInt()).isEqualTo(2);
        assertThat(event.at("/new").asInt()).isEqualTo(1);
        assertThat(niche(id, Map.of()).at("/trends/nodes"))
                .extracting(trend -> trend.at("/title").asText())
                .containsExactly("Ten AI tools that write your code for you");
    }

    @Test
    void whatNoCalendarTakesDoesNotKeepTheRestFromBeingKept() {
        networks.say("feeds", """
                <rss version="2.0"><channel><title>x</title>
                <item><guid>1</guid><title>AI tools of today</title></item>
                <item><guid>2</guid><title>AI tools of tomorrow</title><pubDate>01 Jan 999999 00:00:00 GMT</pubDate></item>
                </channel></rss>""");
        String cursor = now();
        String id = create("Far", "feeds");
        assertThat(next(cursor).at("/new").asInt()).isEqualTo(2);
        assertThat(niche(id, Map.of()).at("/answers/0/state").asText()).isEqualTo("SEEN");
    }

    @Test
    void oneStoryOnTwoNetworksIsOneTrend() {
        networks.say("feeds", """
                <rss version="2.0"><channel><title>x</title>
                <item><guid>1</guid><title>OpenAI releases GPT-6 with AI tools for everyone</title></item>
                <item><guid>2</guid><title>GPT-6: OpenAI has released it with AI tools for everyone 🚀</title></item>
                <item><guid>3</guid><title>OpenAI releases GPT-5 with AI tools for everyone</title></item>
                </channel></rss>""");
        String cursor = now();
        String id = create("Stories", "feeds");
        next(cursor);
        assertThat(niche(id, Map.of()).at("/trends/nodes"))
                .extracting(trend -> trend.at("/items").size())
                .containsExactlyInAnyOrder(2, 1);
    }

    @Test
    void whatIsNoLongerSeenIsForgotten() {
        String cursor = now();
        String old = create("Old", "dailymotion");
        cursor = next(cursor).at("/cursor").asText();
        String seen = create("Seen", "dailymotion", "peertube");
        next(cursor);
        UUID niche = Id.Type.NICHE.uuid(old);
        server.sql().doEverywhere(tx -> {
            tx.update("UPDATE trend SET last_seen_at = now() - interval '31 days' WHERE niche_id = ?", niche);
            tx.update("UPDATE trend_item SET last_seen_at = now() - interval '31 days' WHERE source = 'dailymotion'");
        });
        int before = niche(seen, Map.of("first", 100)).at("/trends/nodes").size();
        server.bean(TrendPurge.class).run();
        assertThat(niche(old, Map.of()).at("/trends/nodes")).isEmpty();
        assertThat(niche(seen, Map.of("first", 100)).at("/trends/nodes"))
                .as("what another niche still shows stays")
                .hasSize(before);
        data("mutation ($id: ID!) { nicheDelete(id: $id) { isDeleted } }", Map.of("id", seen));
        server.bean(TrendPurge.class).run();
        assertThat(server.sql().<Integer>everywhere(tx -> tx.one("""
                        SELECT count(*)::int AS n FROM trend_item i WHERE last_seen_at < now() - interval '30 days'
                            AND NOT EXISTS (SELECT FROM trend_telling m WHERE m.item_id = i.id)""", row -> row.number("n"))))
                .isZero();
    }

    @Test
    void oneReplicaLooksAtATime() {
        String cursor = now();
        String id = create("Once", "hacker-news");
        cursor = next(cursor).at("/cursor").asText();
        int before = networks.asked("hacker-news").size();
        for (int i = 0; i < 10; i++) {
            tenMinutesPass(id);
            scan(id);
        }
        int looks = 0;
        do {
            cursor = next(cursor).at("/cursor").asText();
            looks++;
        } while (looks < networks.asked("hacker-news").size() - before);
        assertThat(networks.asked("hacker-news").size() - before).isEqualTo(looks);
    }

    @Test
    void aNicheIsLookedAtEveryTenMinutesAtMostHoweverOftenSomebodyWantsIt() {
        String cursor = now();
        String id = create("Eager", "hacker-news");
        next(cursor);
        Instant scheduled = time(niche(id, Map.of()), "nextScanAt");
        int asked = networks.asked("hacker-news").size();
        assertThat(time(update(id, "Named otherwise", "AI tools"), "nextScanAt"))
                .isEqualTo(scheduled);
        Instant begun = begun(id);
        for (int i = 0; i < 5; i++) {
            Instant updated = time(update(id, "Eager", "AI tools " + i), "nextScanAt");
            assertThat(updated).isEqualTo(begun.plus(Niche.LEAST));
            assertThat(time(scan(id), "nextScanAt")).isEqualTo(updated);
        }
        assertThat(networks.asked("hacker-news")).hasSize(asked);
    }

    /** A look that was overtaken counts as one. */
    @Test
    void whatIsChangedWhileItIsLookedAtIsLookedAtAgainLater() {
        networks.set("hacker-news", Fault.SLOW);
        int before = networks.asked("hacker-news").size();
        String id = create("Changed", "hacker-news");
        networks.awaitAsked("hacker-news", before + 1);
        assertThat(time(update(id, "Changed", "AI toys"), "nextScanAt"))
                .isEqualTo(begun(id).plus(Niche.LEAST));
    }

    @Test
    void whatSomebodyWantsAtOnceIsTakenFromPeoplesHalf() {
        server.sql()
                .doEverywhere(
                        tx -> tx.update(
                                "INSERT INTO trend_source (id, day, used) VALUES ('coingecko', (now() AT TIME ZONE 'UTC')::date, 150)"));
        String cursor = now();
        String id = create("Hurried", "coingecko");
        cursor = next(cursor).at("/cursor").asText();
        assertThat(niche(id, Map.of()).at("/answers/0/message").asText()).contains("150 requests");
        server.sql()
                .doEverywhere(tx -> tx.update("UPDATE niche SET due_at = now() WHERE id = ?", Id.Type.NICHE.uuid(id)));
        next(cursor);
        assertThat(niche(id, Map.of()).at("/answers/0/state").asText())
                .as("when it is due")
                .isEqualTo("SEEN");
    }

    @Test
    void whereNoNetworkAnswersItIsTriedAgainSoonAndThenLater() {
        networks.set("lemmy", Fault.SERVER_ERROR);
        String cursor = now();
        String id = create("Vain", "lemmy");
        cursor = next(cursor).at("/cursor").asText();
        JsonNode niche = niche(id, Map.of());
        assertThat(Duration.between(time(niche, "scannedAt"), time(niche, "nextScanAt")))
                .isLessThanOrEqualTo(Niche.LEAST);
        assertThat(vain(id)).isEqualTo(1);
        tenMinutesPass(id);
        scan(id);
        cursor = next(cursor).at("/cursor").asText();
        niche = niche(id, Map.of());
        assertThat(Duration.between(time(niche, "scannedAt"), time(niche, "nextScanAt")))
                .isLessThanOrEqualTo(Niche.LEAST.multipliedBy(2));
        assertThat(vain(id)).isEqualTo(2);
        networks.set("lemmy", Fault.NONE);
        tenMinutesPass(id);
        scan(id);
        next(cursor);
        assertThat(vain(id)).isZero();
    }

    @Test
    void placesAndLanguagesThatAreNoneAreRefusedWithTheirPlace() {
        JsonNode refused = data(
                        CREATE,
                        Map.of(
                                "key",
                                "k",
                                "input",
                                Map.of(
                                        "name",
                                        "Nowhere",
                                        "keywords",
                                        List.of("x"),
                                        "languages",
                                        List.of("he", "xx", "iw"),
                                        "regions",
                                        List.of("US", "ZZ"))))
                .at("/nicheCreate");
        assertThat(refused.at("/userErrors"))
                .extracting(error ->
                        error.at("/path/1").asText() + " " + error.at("/path/2").asText())
                .containsExactly("languages 1", "languages 2", "regions 1");
    }

    @Test
    void whatIsWrongIsSaidAtOnceAndAllOfIt() {
        JsonNode refused = data(
                        CREATE,
                        Map.of(
                                "key",
                                "k",
                                "input",
                                Map.of(
                                        "name",
                                        " ",
                                        "keywords",
                                        List.of(),
                                        "languages",
                                        List.of("english"),
                                        "sources",
                                        List.of("nowhere"))))
                .at("/nicheCreate");
        assertThat(refused.at("/niche").isNull()).isTrue();
        assertThat(refused.at("/userErrors"))
                .extracting(error -> error.at("/path/1").asText())
                .containsExactly("keywords", "languages", "sources", "name");
    }

    @Test
    void repeatsMakeOneAndThereIsALimit() {
        Map<String, ?> input = Map.of(
                "key",
                "same",
                "input",
                Map.of("name", "One", "keywords", List.of("x"), "isFollowed", true, "sources", List.of("feeds")));
        String id = data(CREATE, input).at("/nicheCreate/niche/id").asText();
        assertThat(data(CREATE, input).at("/nicheCreate/niche/id").asText()).isEqualTo(id);
        for (int i = 1; i < Niches.MOST; i++) {
            create("N" + i, "feeds");
        }
        assertThat(data(CREATE, with(input, "key", "other"))
                        .at("/nicheCreate/userErrors/0/code")
                        .asText())
                .isEqualTo("OUT_OF_RANGE");
        data("mutation ($id: ID!) { nicheDelete(id: $id) { isDeleted } }", Map.of("id", id));
        assertThat(data(CREATE, with(input, "key", "other")).at("/nicheCreate/userErrors"))
                .isEmpty();
    }

    @Test
    void anotherStudiosNicheIsNotThere() {
        String cursor = now();
        String id = create("Private", "hacker-news");
        next(cursor);
        String trend = niche(id, Map.of()).at("/trends/nodes/0/id").asText();
        member = server.newMember(Scope.READ, Scope.CREATE);
        assertThat(data("query ($id: ID!) { node(id: $id) { id } }", Map.of("id", id))
                        .at("/node")
                        .isNull())
                .isTrue();
        for (String mutation : List.of(
                "nicheScan(id: $id) { userErrors { code } }",
                "nicheUpdate(id: $id, input: {name: \"x\", keywords: [\"x\"]}) { userErrors { code } }")) {
            JsonNode refused = data("mutation ($id: ID!) { it: " + mutation + " }", Map.of("id", id));
            assertThat(refused.at("/it/userErrors/0/code").asText()).isEqualTo("NOT_FOUND");
        }
        assertThat(data("mutation ($id: ID!) { trendHide(id: $id) { userErrors { code } } }", Map.of("id", trend))
                        .at("/trendHide/userErrors/0/code")
                        .asText())
                .isEqualTo("NOT_FOUND");
        data("mutation ($id: ID!) { nicheDelete(id: $id) { isDeleted } }", Map.of("id", id));
        UUID niche = Id.Type.NICHE.uuid(id);
        assertThat(server.sql()
                        .<Boolean>everywhere(tx -> tx.one(
                                "SELECT count(*) = 1 AS is_there FROM niche WHERE id = ?",
                                row -> row.flag("is_there"),
                                niche)))
                .isTrue();
    }

    private Set<String> items(String id, String cursor) {
        next(cursor);
        Set<String> items = new HashSet<>();
        niche(id, Map.of("first", 100))
                .at("/trends/nodes")
                .forEach(trend -> trend.at("/items")
                        .forEach(item -> items.add(item.at("/sourceId").asText() + " "
                                + item.at("/id").asText())));
        return items;
    }

    private String create(String name, String... sources) {
        Map<String, Object> input = Map.of(
                "name",
                name,
                "keywords",
                List.of("AI tools"),
                "sources",
                List.of(sources),
                "feeds",
                List.of(networks.address("feeds")));
        JsonNode created =
                data(CREATE, Map.of("input", input, "key", UUID.randomUUID().toString()));
        assertThat(created.at("/nicheCreate/userErrors")).isEmpty();
        return created.at("/nicheCreate/niche/id").asText();
    }

    private JsonNode scan(String id) {
        JsonNode scanned = data(
                        "mutation ($id: ID!) { nicheScan(id: $id) { niche { nextScanAt } userErrors { code } } }",
                        Map.of("id", id))
                .at("/nicheScan");
        assertThat(scanned.at("/userErrors")).isEmpty();
        return scanned.at("/niche");
    }

    private JsonNode update(String id, String name, String keyword) {
        Map<String, Object> input = Map.of(
                "name",
                name,
                "keywords",
                List.of(keyword),
                "sources",
                List.of("hacker-news"),
                "feeds",
                List.of(networks.address("feeds")));
        return data(
                        "mutation ($id: ID!, $input: NicheInput!) { nicheUpdate(id: $id, input: $input) { niche { nextScanAt } userErrors { code } } }",
                        Map.of("id", id, "input", input))
                .at("/nicheUpdate/niche");
    }

    /** The niche may be looked at again. */
    private static void tenMinutesPass(String id) {
        server.sql()
                .doEverywhere(tx -> tx.update(
                        "UPDATE niche SET begun_at = begun_at - interval '10 minutes' WHERE id = ?",
                        Id.Type.NICHE.uuid(id)));
    }

    private static Instant begun(String id) {
        return server.sql()
                .everywhere(tx -> tx.one(
                        "SELECT begun_at FROM niche WHERE id = ?",
                        row -> row.instant("begun_at").truncatedTo(ChronoUnit.MILLIS),
                        Id.Type.NICHE.uuid(id)));
    }

    private static int vain(String id) {
        return server.sql()
                .everywhere(tx -> tx.one(
                        "SELECT vain FROM niche WHERE id = ?", row -> row.number("vain"), Id.Type.NICHE.uuid(id)));
    }

    private static Instant time(JsonNode niche, String field) {
        return Instant.parse(niche.at("/" + field).asText());
    }

    private JsonNode niche(String id, Map<String, Object> page) {
        return data(TRENDS, with(page, "id", id)).at("/node");
    }

    private String now() {
        return data("{ events { cursor } }", Map.of()).at("/events/cursor").asText();
    }

    private JsonNode next(String after) {
        JsonNode events = data(
                "query ($after: String!) { events(after: $after, topics: [NICHE], first: 1, wait: \"PT20S\") { nodes { cursor ... on NicheEvent { asked answered seen new niche { id } } } } }",
                Map.of("after", after));
        assertThat(events.at("/events/nodes")).as("a look within 20 s").isNotEmpty();
        return events.at("/events/nodes/0");
    }

    private JsonNode data(String document, Map<String, ?> variables) {
        return server.data(member, document, variables);
    }

    private static Map<String, Object> with(Map<String, ?> some, String name, Object value) {
        Map<String, Object> all = new HashMap<>(some);
        all.put(name, value);
        return all;
    }
}
