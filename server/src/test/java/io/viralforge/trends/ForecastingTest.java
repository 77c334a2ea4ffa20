package io.viralforge.trends;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.local.Endpoints;
import io.viralforge.platform.cql.Cassandra;
import io.viralforge.platform.cql.Connected;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.TestServer;
import io.viralforge.trends.meaning.Meaning;
import io.viralforge.trends.meaning.Meanings;
import io.viralforge.trends.samples.Sample;
import io.viralforge.trends.samples.Samples;
import io.viralforge.trends.samples.Seen;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A network that was looked at every hour for two days. */
class ForecastingTest {
    private static final int ITEMS = 40;
    private static final int HOURS = 48;
    private static final String TRENDS = """
            query ($id: ID!) { node(id: $id) { ... on Niche { trends(first: 20) { nodes {
              title score surgedAt
              forecast { from until gain low high score isNew speaker reasons { words share isRaising } }
              items(first: 1) { interest outlier series(last: "P3D") { at interest likes comments rank } } } } } } }""";

    private static TestServer server;
    private static Actor.Member member;
    private static Niche niche;
    private static Instant open;

    @BeforeAll
    static void start() {
        server = TestServer.start(1, TestServer.cassandra("forecasting"));
        Connected.await(server.bean(Cassandra.class));
        member = server.newMember(Scope.READ, Scope.CREATE);
        open = TrendHorizon.HOURS_6.slot(Instant.now());
        niche = follow(server, member);
        Network network = network(server);
        List<TrendItem> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            items.add(item(network, i));
        }
        keep(server, niche, items);
        Samples samples = server.bean(Samples.class);
        for (int hour = 0; hour < HOURS; hour++) {
            Instant at = open.minus(Duration.ofHours(HOURS - hour)).plusSeconds(300);
            List<Seen> seen = new ArrayList<>();
            for (int i = 0; i < ITEMS; i++) {
                seen.add(new Seen(
                        items.get(i).id(), new Sample(at, views(i, hour), 5L * hour, (long) hour, i + 1, Set.of())));
            }
            samples.keep(network.id(), seen);
        }
        server.bean(Forecasting.class).run();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The higher its number the faster; the last but one is twenty times as fast in its last two hours. */
    private static long views(int item, int hour) {
        long pace = 10L * (item + 1);
        long views = 100 + pace * hour + (item * 7L + hour * 13L) % 5;
        return item == ITEMS - 2 ? views + 20 * pace * Math.max(0, hour - (HOURS - 3)) : views;
    }

    @Test
    void trendsAreListedByTheirScoreAndSayWhy() {
        JsonNode trends = trends();
        assertThat(trends).hasSize(20).allSatisfy(trend -> {
            JsonNode forecast = trend.at("/forecast");
            assertThat(forecast.at("/low").asDouble())
                    .isLessThanOrEqualTo(forecast.at("/gain").asDouble());
            assertThat(forecast.at("/high").asDouble())
                    .isGreaterThanOrEqualTo(forecast.at("/gain").asDouble());
            assertThat(trend.at("/score").asDouble())
                    .isEqualTo(forecast.at("/score").asDouble());
            assertThat(Instant.parse(forecast.at("/until").asText()))
                    .isEqualTo(Instant.parse(forecast.at("/from").asText()).plus(Duration.ofHours(6)));
            assertThat(forecast.at("/reasons/0/words").asText()).isNotEmpty();
            assertThat(forecast.at("/reasons").findValues("share").stream()
                            .mapToDouble(JsonNode::asDouble)
                            .sum())
                    .isBetween(.99, 1.01);
        });
        assertThat(trends.findValues("score").stream().map(JsonNode::asDouble).toList())
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(trends.at("/0/title").asText()).matches("Item 3\\d");
    }

    @Test
    void theSeriesSoFarIsTold() {
        JsonNode series = trends().at("/5/items/0/series");
        assertThat(series).hasSize(HOURS);
        assertThat(series.findValues("at").stream().map(JsonNode::asText).toList())
                .isSorted();
        assertThat(series.findValues("interest").stream().map(JsonNode::asLong).toList())
                .isSorted();
    }

    @Test
    void aBreakIsToldOnceHoweverOftenItIsLookedAt() {
        assertThat(trends().findValues("surgedAt").stream().filter(at -> !at.isNull()))
                .hasSize(1);
        Forecasting another = server.beans(Forecasting.class).getFirst();
        another.forget();
        another.run();
        JsonNode events = server.data(member, """
                        { events(after: "e0", topics: [TREND]) { nodes { ... on TrendEvent { times trend { title } niche { id } } } } }""").at("/events/nodes");
        assertThat(events).hasSize(1);
        assertThat(events.at("/0/trend/title").asText()).isEqualTo("Item " + (ITEMS - 2));
        assertThat(events.at("/0/times").asDouble()).isGreaterThan(2);
        assertThat(events.at("/0/niche/id").asText()).isEqualTo(Id.Type.NICHE.of(niche.id()));
    }

    @Test
    void howGoodItWasIsTold() {
        JsonNode quality = server.data(
                        member,
                        "{ forecastQuality { sourceId horizon cohorts truths coverage ndcg ndcgOfRule spearman spearmanOfRule intervalScore } }")
                .at("/forecastQuality");
        assertThat(quality).hasSize(1);
        assertThat(quality.at("/0/sourceId").asText()).isEqualTo("hacker-news");
        assertThat(quality.at("/0/cohorts").asInt()).isGreaterThan(20);
        assertThat(quality.at("/0/truths").asInt()).isGreaterThan(20 * ITEMS / 2);
        assertThat(quality.at("/0/coverage").asDouble()).isBetween(.5, 1.0);
        assertThat(quality.at("/0/spearman").asDouble()).isGreaterThan(.9);
    }

    @Test
    void whatWasLearnedIsKeptAndCanBeGoneBackTo() {
        Actor.Member operator = server.newMember(Scope.READ, Scope.OPERATOR);
        JsonNode models = server.data(operator, "{ forecastModels { sourceId horizon number truths isPinned } }")
                .at("/forecastModels");
        assertThat(models).isNotEmpty();
        int oldest = models.get(models.size() - 1).at("/number").asInt();
        String pin =
                "mutation ($number: Int) { forecastModelPin(sourceId: \"hacker-news\", horizon: HOURS_6, number: $number) {"
                        + " models { number isPinned } userErrors { code } } }";
        JsonNode pinned = server.data(operator, pin, Map.of("number", oldest)).at("/forecastModelPin/models");
        assertThat(pinned)
                .filteredOn(model -> model.at("/isPinned").asBoolean())
                .singleElement()
                .satisfies(model -> assertThat(model.at("/number").asInt()).isEqualTo(oldest));
        server.bean(Forecasting.class).forget();
        server.bean(Forecasting.class).run();
        assertThat(trends().at("/0/forecast/speaker").asText()).isNotEqualTo("RULE");
        assertThat(server.data(operator, pin, Map.of("number", 99))
                        .at("/forecastModelPin/userErrors/0/code")
                        .asText())
                .isEqualTo("NOT_FOUND");
        assertThat(server.data(operator, pin, Map.of()).at("/forecastModelPin/models"))
                .noneMatch(model -> model.at("/isPinned").asBoolean());
    }

    @Test
    void aNicheThatCannotBeOrderedKeepsNoOtherFromItsOrder() throws SQLException {
        Niche last = follow(server, member);
        keep(server, last, List.of(item(network(server), 1)));
        Endpoints.Postgres database = server.database();
        try (Connection owner = DriverManager.getConnection(
                        database.jdbcUrl(),
                        database.owner().user(),
                        database.owner().password());
                Statement statement = owner.createStatement()) {
            statement.execute("""
                    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END';
                    CREATE TRIGGER refuse BEFORE UPDATE ON trend FOR EACH ROW
                        WHEN (OLD.niche_id = '%s' AND NEW.place >= 0) EXECUTE FUNCTION refuse()""".formatted(niche.id()));
            server.sql().doEverywhere(tx -> tx.update("UPDATE trend SET place = -5"));
            server.bean(Forecasting.class).forget();
            server.bean(Forecasting.class).run();
            assertThat(places(niche)).containsOnly(-5.0);
            assertThat(places(last)).noneMatch(place -> place == -5.0);
            statement.execute("DROP TRIGGER refuse ON trend");
        }
        server.bean(Forecasting.class).forget();
        server.bean(Forecasting.class).run();
        assertThat(places(niche)).noneMatch(place -> place == -5.0);
    }

    private static List<Double> places(Niche niche) {
        return server.sql()
                .inStudio(
                        niche.studio(),
                        tx -> tx.rows(
                                "SELECT place FROM trend WHERE niche_id = ?", row -> row.real("place"), niche.id()));
    }

    @Test
    void withoutCassandraSeriesAreNullAndNothingElseSuffers() {
        try (TestServer without = TestServer.start()) {
            Actor.Member own = without.newMember(Scope.READ);
            Niche followed = follow(without, own);
            keep(without, followed, List.of(item(network(without), 1)));
            without.bean(Forecasting.class).run();
            GraphqlResponse answer = without.ask(own, TRENDS, Map.of("id", Id.Type.NICHE.of(followed.id())));
            assertThat(answer.body().at("/errors/0/extensions/code").asText()).isEqualTo("UNAVAILABLE");
            JsonNode trend = answer.body().at("/data/node/trends/nodes/0");
            assertThat(trend.at("/title").asText()).isEqualTo("Item 1");
            assertThat(trend.at("/items/0/series").isNull()).isTrue();
        }
    }

    private static JsonNode trends() {
        return server.data(member, TRENDS, Map.of("id", Id.Type.NICHE.of(niche.id())))
                .at("/node/trends/nodes");
    }

    /** Each a story of its own. */
    private static void keep(TestServer of, Niche niche, List<TrendItem> items) {
        List<Meaning> read =
                of.bean(Meanings.class).of(items.stream().map(TrendItem::title).toList());
        Map<UUID, Meaning> fresh = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            fresh.put(items.get(i).id(), read.get(i));
        }
        of.sql().doInStudio(niche.studio(), tx -> of.bean(TrendStore.class).keep(tx, niche, items, fresh, open));
    }

    private static Network network(TestServer of) {
        return of.bean(Sources.class).networks().stream()
                .filter(network -> network.id().equals("hacker-news"))
                .findFirst()
                .orElseThrow();
    }

    private static TrendItem item(Network network, int number) {
        Sighting sighting = new Sighting(
                "item" + number,
                "Item " + number,
                null,
                "creator" + number % 4,
                open.minus(Duration.ofDays(3)),
                "en",
                null,
                Sighting.Figures.of(views(number, HOURS - 1), 1L, 1L));
        return new TrendItem(TrendItem.id(null, network.id(), sighting.id()), null, network, sighting, open, open);
    }

    /** A niche that is due at no time, so that no network is asked. */
    private static Niche follow(TestServer of, Actor.Member owner) {
        UUID id = of.bean(Uuid7.class).next();
        of.sql().doInStudio(owner.studio(), tx -> tx.update("""
                INSERT INTO niche (studio_id, id, name, keywords, languages, regions, feeds, horizon, is_followed, created_at)
                VALUES (?, ?, 'Items', ARRAY['item'], '{}', '{}', '{}', 'HOURS_6', true, now())""", owner.studio(), id));
        return Objects.requireNonNull(
                of.bean(Niches.class).find(owner.studio(), Set.of(id)).get(id));
    }
}
