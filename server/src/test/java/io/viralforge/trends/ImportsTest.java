package io.viralforge.trends;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What studios bring from elsewhere. */
class ImportsTest {
    private static final String IMPORT = """
            mutation ($niche: ID!, $input: TrendImportInput!) {
              trendImport(nicheId: $niche, input: $input) {
                imported { items newItems } userErrors { code path } } }""";
    private static final String TRENDS = """
            query ($id: ID!) { node(id: $id) { ... on Niche { trends(first: 100) { nodes {
              id title firstSeenAt lastSeenAt
              items { id sourceId sourceName figure title url creator interest firstSeenAt lastSeenAt } } } } } }""";

    private static final TestServer SERVER = TestServer.shared();

    private final Instant now = SERVER.bean(InstantSource.class).instant().truncatedTo(ChronoUnit.SECONDS);
    private Actor.Member member;
    private String niche;

    @BeforeEach
    void begin() {
        member = SERVER.newMember(Scope.READ, Scope.CREATE);
        niche = niche();
    }

    @Test
    void whatIsBroughtIsATrendAndTheStudiosOwn() {
        List<Map<String, Object>> rows = List.of(
                row("1", "OpenAI releases GPT-6 with tools for everyone", 48, 900),
                row("1", "OpenAI releases GPT-6 with tools for everyone", 2, 1_000),
                row("2", "GPT-6: OpenAI has released it\u202E with\ntools for everyone", 1, 50),
                row("3", "How to grow tomatoes on a balcony", 1, 70));
        JsonNode first = imported(rows);
        assertThat(first.at("/imported/items").asInt()).isEqualTo(3);
        assertThat(first.at("/imported/newItems").asInt()).isEqualTo(3);
        JsonNode trends = trends();
        assertThat(trends).extracting(trend -> trend.at("/items").size()).containsExactlyInAnyOrder(2, 1);
        assertThat(trends.findValues("sourceId")).extracting(JsonNode::asText).containsOnly("import:linkedin");
        assertThat(trends.findValues("sourceName")).extracting(JsonNode::asText).containsOnly("linkedin");
        assertThat(trends.findValuesAsText("title")).contains("GPT-6: OpenAI has released it with tools for everyone");
        JsonNode seenTwice = item(trends, 1_000);
        assertThat(Instant.parse(seenTwice.at("/firstSeenAt").asText())).isEqualTo(hoursAgo(48));
        assertThat(Instant.parse(seenTwice.at("/lastSeenAt").asText())).isEqualTo(hoursAgo(2));
        assertThat(samples(seenTwice)).containsExactly(900L, 1_000L);

        JsonNode again = imported(rows);
        assertThat(again.at("/imported/items").asInt()).isEqualTo(3);
        assertThat(again.at("/imported/newItems").asInt()).isZero();
        assertThat(trends()).as("all of it, a second time").isEqualTo(trends);

        member = SERVER.newMember(Scope.READ, Scope.CREATE);
        String theirs = niche;
        niche = niche();
        assertThat(imported(rows).at("/imported/newItems").asInt()).isEqualTo(3);
        assertThat(trends().findValuesAsText("id")).doesNotContainAnyElementsOf(trends.findValuesAsText("id"));
        niche = theirs;
        assertThat(imported(rows).at("/userErrors/0/code").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void whatWasSeenLongAgoIsNoNewsAndChangesNothingOfWhatWasSeenSince() {
        imported(List.of(row("new", "How to grow tomatoes on a balcony", 1, 70)));
        imported(List.of(
                row("new", "An older title", 500, 7), row("old", "Ten thousand runners in the rain", 400, 1_000_000)));
        JsonNode trends = trends();
        assertThat(trends.at("/0/title").asText()).isEqualTo("How to grow tomatoes on a balcony");
        assertThat(trends.at("/0/items/0/interest").asLong()).isEqualTo(70);
        assertThat(Instant.parse(trends.at("/0/lastSeenAt").asText())).isEqualTo(hoursAgo(1));
        assertThat(Instant.parse(trends.at("/1/lastSeenAt").asText())).isEqualTo(hoursAgo(400));
    }

    @Test
    void oneRowThatIsWrongKeepsAllFromBeingKept() {
        Map<String, Object> wrong = new HashMap<>(row("a\u0000b", " \u200B ", -1, -1));
        wrong.put("url", "https://linkedin.example/" + "a".repeat(2_000));
        wrong.put("publishedAt", "1066-10-14T00:00:00Z");
        wrong.put("likes", -1);
        JsonNode refused = imported(List.of(row("1", "How to grow tomatoes", 1, 1), wrong));
        assertThat(refused.at("/imported").isNull()).isTrue();
        assertThat(refused.at("/userErrors"))
                .extracting(error ->
                        error.at("/path/1").asText() + " " + error.at("/path/2").asText() + " "
                                + error.at("/path/3").asText())
                .containsExactly(
                        "rows 1 id",
                        "rows 1 title",
                        "rows 1 url",
                        "rows 1 seenAt",
                        "rows 1 publishedAt",
                        "rows 1 interest",
                        "rows 1 likes");
        assertThat(imported("Linked In", List.of()).at("/userErrors"))
                .extracting(error -> error.at("/path/1").asText())
                .containsExactly("network", "rows");
        assertThat(trends()).isEmpty();
    }

    @Test
    void aThousandRowsAreTakenAndNoMore() {
        List<Map<String, Object>> rows = IntStream.rangeClosed(0, 1_000)
                .mapToObj(i -> row("item-" + i, "Number " + i + " of a very long list of things to see", 1, i))
                .toList();
        assertThat(imported(rows.subList(0, 1_000)).at("/imported/newItems").asInt())
                .isEqualTo(1_000);
        assertThat(imported(rows).at("/userErrors/0/code").asText()).isEqualTo("OUT_OF_RANGE");
    }

    @Test
    void aNicheKeepsTenThousandThingsThatWereBrought() {
        imported(List.of(row("1", "How to grow tomatoes", 1, 1)));
        SERVER.sql().doInStudio(member.studio(), tx -> {
            tx.update("""
                    INSERT INTO trend_item (id, studio_id, source, external_id, title, first_seen_at, last_seen_at)
                    SELECT gen_random_uuid(), studio_id, source, 'more ' || n, title, first_seen_at, last_seen_at
                    FROM trend_item, generate_series(2, 9999) AS n WHERE studio_id = ?""", member.studio());
            tx.update("""
                    INSERT INTO trend_telling (studio_id, niche_id, item_id, trend_id, last_seen_at)
                    SELECT m.studio_id, niche_id, i.id, trend_id, m.last_seen_at FROM trend_telling m, trend_item i
                    WHERE m.studio_id = ? AND i.studio_id = m.studio_id AND i.id <> m.item_id""", member.studio());
        });
        assertThat(imported(List.of(row("2", "Rain in Rome", 1, 1), row("3", "Snow in Rome", 1, 1)))
                        .at("/userErrors/0/code")
                        .asText())
                .isEqualTo("STORAGE_FULL");
        assertThat(imported(List.of(row("2", "Rain in Rome", 1, 1)))
                        .at("/imported/newItems")
                        .asInt())
                .isOne();
        assertThat(imported(List.of(row("1", "How to grow tomatoes", 0, 2)))
                        .at("/imported/items")
                        .asInt())
                .as("what is known may be seen again")
                .isOne();
    }

    @Test
    void aStudioBringsAHundredThousandRowsADay() {
        imported(List.of(row("1", "How to grow tomatoes", 1, 1)));
        SERVER.sql()
                .doInStudio(
                        member.studio(),
                        tx -> tx.update("UPDATE trend_share SET used = 99999 WHERE studio_id = ?", member.studio()));
        assertThat(imported(List.of(row("2", "Rain", 1, 1), row("3", "Snow", 1, 1)))
                        .at("/userErrors/0/code")
                        .asText())
                .isEqualTo("QUEUE_FULL");
        assertThat(imported("other", List.of(row("2", "Rain", 1, 1))).at("/userErrors"))
                .isEmpty();
        assertThat(imported("other", List.of(row("2", "Rain", 1, 1)))
                        .at("/userErrors/0/code")
                        .asText())
                .isEqualTo("QUEUE_FULL");
        SERVER.sql()
                .doInStudio(
                        member.studio(),
                        tx -> tx.update("UPDATE trend_share SET day = day - 1 WHERE studio_id = ?", member.studio()));
        assertThat(imported(List.of(row("2", "Rain", 1, 1))).at("/userErrors")).isEmpty();
    }

    @Test
    void theSameBroughtByManyAtOnceIsThereOnce() throws Exception {
        List<Map<String, Object>> rows =
                List.of(row("1", "How to grow tomatoes", 1, 1), row("2", "Rain in Rome", 1, 1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 6)
                    .mapToObj(i -> threads.submit(() -> imported(rows)))
                    .toList();
            int fresh = 0;
            for (var one : all) {
                fresh += one.get().at("/imported/newItems").asInt();
            }
            assertThat(fresh).isEqualTo(2);
        }
        assertThat(trends()).hasSize(2);
    }

    private Map<String, Object> row(String id, String title, int hoursAgo, long interest) {
        return Map.of(
                "id",
                id,
                "title",
                title,
                "url",
                "https://linkedin.example/" + title.length(),
                "creator",
                "Ann",
                "publishedAt",
                hoursAgo(600).toString(),
                "seenAt",
                hoursAgo(hoursAgo).toString(),
                "interest",
                interest);
    }

    private Instant hoursAgo(int hours) {
        return now.minus(Duration.ofHours(hours));
    }

    /** As they wait for Cassandra, which this server has none of. */
    private static List<Long> samples(JsonNode item) {
        UUID id = Objects.requireNonNull(Id.Type.TREND_ITEM.uuid(item.at("/id").asText()));
        return SERVER.sql()
                .everywhere(tx -> tx.rows(
                        "SELECT interest FROM sample_waiting WHERE item_id = ? ORDER BY at",
                        row -> row.big("interest"),
                        id));
    }

    private static JsonNode item(JsonNode trends, long interest) {
        for (JsonNode trend : trends) {
            for (JsonNode item : trend.at("/items")) {
                if (item.at("/interest").asLong() == interest) {
                    return item;
                }
            }
        }
        throw new AssertionError("no item of " + interest + " in " + trends);
    }

    /** For which no network is asked. */
    private String niche() {
        return SERVER.data(
                        member,
                        "mutation ($key: String!) { nicheCreate(idempotencyKey: $key, input: {name: \"N\", keywords: [\"AI\"], sources: [\"feeds\"], isFollowed: false}) { niche { id } } }",
                        Map.of("key", UUID.randomUUID().toString()))
                .at("/nicheCreate/niche/id")
                .asText();
    }

    private JsonNode imported(List<Map<String, Object>> rows) {
        return imported("linkedin", rows);
    }

    private JsonNode imported(String network, List<Map<String, Object>> rows) {
        return SERVER.data(member, IMPORT, Map.of("niche", niche, "input", Map.of("network", network, "rows", rows)))
                .at("/trendImport");
    }

    private JsonNode trends() {
        return SERVER.data(member, TRENDS, Map.of("id", niche)).at("/node/trends/nodes");
    }
}
