package io.viralforge.trends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.viralforge.testing.TestServer;
import io.viralforge.trends.FakeNetworks.Fault;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each network has to pass. */
class SourcesTest {
    private static final List<String> IDS = FakeNetworks.IDS;
    private static final Instant LONG_AGO = Instant.parse("2026-11-01T00:00:00Z");

    private static FakeNetworks networks;
    private static TestServer server;

    @BeforeAll
    static void start() {
        networks = new FakeNetworks();
        server = TestServer.start(
                1,
                Map.of(
                        "viralforge.trends.places", networks.places(),
                        "viralforge.trends.patience", "PT1S",
                        "viralforge.outbound-allow", networks.authority()));
    }

    @AfterAll
    static void stop() {
        server.close();
        networks.close();
    }

    @BeforeEach
    void forgive() {
        networks.all(Fault.NONE);
        server.sql().doEverywhere(tx -> tx.update("DELETE FROM trend_source"));
    }

    @Test
    void eachNetworkIsTested() {
        assertThat(sources().networks()).extracting(Network::id).containsExactlyInAnyOrderElementsOf(IDS);
    }

    static Stream<Arguments> whatIsSeen() {
        return Stream.of(
                arguments(
                        "hacker-news",
                        List.of(
                                "Show HN: AI tools for video | ann | 412 | https://example.org/ai-tools",
                                "Ask HN: Which AI tools do you pay for? | bob | 58 | https://news.ycombinator.com/item?id=46002")),
                arguments(
                        "wikipedia",
                        List.of(
                                "Artificial intelligence | null | 24100 | https://en.wikipedia.org/wiki/Artificial_intelligence",
                                "AI tool | null | null | https://en.wikipedia.org/wiki/AI_tool")),
                arguments(
                        "mastodon",
                        List.of("My ten AI tools of the week & why | ann | 111 | https://mastodon.social/@ann/115")),
                arguments(
                        "bluesky",
                        List.of(
                                "The AI tools I keep | ann.example.org | 340 | https://bsky.app/profile/did:plc:abc/post/3kxyz")),
                arguments(
                        "lemmy",
                        List.of("A list of AI tools that run at home | ann | 512 | https://lemmy.world/post/7")),
                arguments(
                        "peertube",
                        List.of("AI tools in the open | Ann's tube | 1200 | https://tube.example.org/w/abc")),
                arguments(
                        "dailymotion", List.of("Five AI tools | Ann | 9021 | https://www.dailymotion.com/video/x9abc")),
                arguments(
                        "archive",
                        List.of(
                                "AI tools, a lecture | Ann | 333 | https://archive.org/details/ai-tools-2026",
                                "News on AI tools | null | 20 | https://archive.org/details/ai-tools-news")),
                arguments(
                        "gdelt",
                        List.of("AI tools take over | news.example.org | null | https://news.example.org/ai-tools")),
                arguments(
                        "bilibili",
                        List.of("十个 AI tools 推荐 | 安 | 200345 | https://www.bilibili.com/video/BV1xx411c7mD")),
                arguments(
                        "coingecko",
                        List.of("AI Tools (AIT) | null | null | https://www.coingecko.com/en/coins/ai-tools")),
                arguments("google-trends", List.of("best ai tools | null | 20000 | https://news.example.org/tools")),
                arguments("feeds", List.of("New AI tools | Ann | null | https://ann.example.org/1")));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsSeen(String id, List<String> expected) {
        assertThat(ask(id))
                .isInstanceOfSatisfying(
                        Look.Seen.class,
                        seen -> assertThat(seen.sightings())
                                .extracting(sighting -> sighting.title() + " | " + sighting.creator() + " | "
                                        + sighting.figures().interest() + " | " + sighting.url())
                                .containsExactlyElementsOf(expected));
    }

    @ParameterizedTest
    @FieldSource("IDS")
    void whateverItAnswersIsToldAsWhatItIs(String id) {
        assertThat(faulty(id, Fault.FORBIDDEN)).isInstanceOf(Look.Unavailable.class);
        assertThat(faulty(id, Fault.SERVER_ERROR))
                .isEqualTo(failed(Look.Fault.SERVER_ERROR, "It answered with status 500."));
        assertThat(faulty(id, Fault.TRUNCATED)).isEqualTo(failed(Look.Fault.SERVER_ERROR, "The answer broke off."));
        assertThat(faulty(id, Fault.ENDLESS))
                .isInstanceOfSatisfying(
                        Look.Failed.class,
                        look -> assertThat(look.fault()).isIn(Look.Fault.TOO_LARGE, Look.Fault.TIMED_OUT));
        for (Fault fault : List.of(Fault.HTML, Fault.CHANGED_NAMES, Fault.CHANGED_VALUES)) {
            assertThat(faulty(id, fault))
                    .as(fault.name())
                    .isInstanceOfSatisfying(
                            Look.Failed.class, look -> assertThat(look.fault()).isEqualTo(Look.Fault.CHANGED_SHAPE));
        }
    }

    @Test
    void whoAsksToBeLeftAloneIs() {
        networks.all(Fault.TOO_MANY_REQUESTS);
        assertThat(askAll())
                .hasSize(IDS.size())
                .allSatisfy((id, look) -> assertThat(look).isEqualTo(new Look.Resting(Duration.ofSeconds(90))));
        networks.all(Fault.NONE);
        int asked = networks.asked("").size();
        assertThat(askAll()).allSatisfy((id, look) -> assertThat(look).isInstanceOf(Look.Resting.class));
        assertThat(networks.asked("")).hasSize(asked);
    }

    @Test
    void aSilentNetworkHoldsUpNobodyForLong() {
        networks.all(Fault.SLOW);
        Instant begin = Instant.now();
        assertThat(askAll())
                .hasSize(IDS.size())
                .allSatisfy((id, look) -> assertThat(look).isEqualTo(failed(Look.Fault.TIMED_OUT, null)));
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void whoKeepsFailingIsLeftAloneForAWhile() {
        networks.set("lemmy", Fault.SERVER_ERROR);
        for (int i = 0; i < 3; i++) {
            assertThat(ask("lemmy")).isInstanceOf(Look.Failed.class);
        }
        assertThat(ask("lemmy")).isInstanceOf(Look.Resting.class);
        server.sql().doEverywhere(tx -> tx.update("UPDATE trend_source SET rests_until = now()"));
        networks.set("lemmy", Fault.NONE);
        assertThat(ask("lemmy")).isInstanceOf(Look.Seen.class);
        networks.set("lemmy", Fault.SERVER_ERROR);
        assertThat(ask("lemmy")).as("its first failure since").isInstanceOf(Look.Failed.class);
        assertThat(ask("lemmy")).isInstanceOf(Look.Failed.class);
    }

    @Test
    void theDaysAllowanceIsKept() {
        assertThat(ask("coingecko")).isInstanceOf(Look.Seen.class);
        server.sql().doEverywhere(tx -> tx.update("UPDATE trend_source SET used = 300 WHERE id = 'coingecko'"));
        assertThat(ask("coingecko"))
                .isInstanceOfSatisfying(
                        Look.Unavailable.class, look -> assertThat(look.why()).contains("300 requests"));
        server.sql().doEverywhere(tx -> tx.update("UPDATE trend_source SET day = day - 1"));
        assertThat(ask("coingecko")).as("the next day").isInstanceOf(Look.Seen.class);
    }

    @Test
    void aFeedInsideIsNotAsked() {
        Question question = new Question(
                List.of("AI tools"),
                List.of(),
                List.of(),
                List.of(URI.create("http://169.254.169.254/latest/meta-data")),
                LONG_AGO);
        assertThat(ask("feeds", question)).isEqualTo(failed(Look.Fault.REFUSED, "ADDRESS"));
    }

    @Test
    void keywordsAreNoSyntax() {
        Question question = new Question(List.of("\") OR (\"x&query=y#"), List.of(), List.of(), List.of(), LONG_AGO);
        sources()
                .ask(
                        question,
                        sources().networks(),
                        (network, look) -> assertThat(look).isInstanceOf(Look.Seen.class));
        assertThat(networks.asked("hacker-news").getLast())
                .contains("query=%22%29+OR+%28%22x%26query%3Dy%23&tags=story");
    }

    private static Look.Failed failed(Look.Fault fault, @Nullable String detail) {
        return new Look.Failed(fault, detail);
    }

    private Look faulty(String id, Fault fault) {
        networks.set(id, fault);
        server.sql().doEverywhere(tx -> tx.update("DELETE FROM trend_source"));
        return ask(id);
    }

    private static Look ask(String id) {
        return ask(id, question());
    }

    private static Look ask(String id, Question question) {
        Map<String, Look> looks = new HashMap<>();
        sources()
                .ask(
                        question,
                        sources().networks().stream()
                                .filter(network -> network.id().equals(id))
                                .toList(),
                        (network, look) -> looks.put(network.id(), look));
        assertThat(looks).containsOnlyKeys(id);
        return Objects.requireNonNull(looks.get(id));
    }

    private static Map<String, Look> askAll() {
        Map<String, Look> looks = new HashMap<>();
        sources().ask(question(), sources().networks(), (network, look) -> looks.put(network.id(), look));
        return looks;
    }

    private static Question question() {
        return new Question(
                List.of("AI tools"), List.of(), List.of(), List.of(URI.create(networks.address("feeds"))), LONG_AGO);
    }

    private static Sources sources() {
        return server.bean(Sources.class);
    }
}
