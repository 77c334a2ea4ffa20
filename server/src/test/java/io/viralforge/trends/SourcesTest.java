package io.viralforge.trends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.viralforge.testing.TestServer;
import io.viralforge.trends.FakeNetworks.Fault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What each network has to pass. */
class SourcesTest {
    private static final List<String> IDS = FakeNetworks.IDS;
    private static final Instant LONG_AGO = Instant.parse("2026-11-01T00:00:00Z");

    private static FakeNetworks networks;
    private static TestServer server;
    private static UUID studio;

    @BeforeAll
    static void start() {
        networks = new FakeNetworks();
        Map<String, Object> settings = new HashMap<>(Map.of(
                "viralforge.trends.places", networks.places(),
                "viralforge.trends.patience", "PT1S",
                "viralforge.outbound-allow", networks.authority()));
        FakeNetworks.CREDENTIALS.forEach((name, value) -> settings.put("viralforge.trends." + name, value));
        server = TestServer.start(1, settings);
        studio = server.newMember().studio();
    }

    @AfterAll
    static void stop() {
        server.close();
        networks.close();
    }

    @BeforeEach
    void forgive() {
        networks.all(Fault.NONE);
        networks.tokensLast(1);
        networks.sayAsRecorded();
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
                arguments("feeds", List.of("New AI tools | Ann | null | https://ann.example.org/1")),
                arguments(
                        "youtube",
                        List.of(
                                "Every AI tool I use | Ann | 1204567 | https://www.youtube.com/watch?v=aaaaaaaaaa1",
                                "AI tools in 40 seconds | Bob | 890000 | https://www.youtube.com/shorts/aaaaaaaaaa2")),
                arguments(
                        "reddit",
                        List.of(
                                "Which AI tools survived your year? | ann | 4121 | https://www.reddit.com/r/technology/comments/1abcd1/which_ai_tools/")),
                arguments(
                        "twitch",
                        List.of("she built it live | Ann | 5310 | https://clips.twitch.tv/AwkwardHelplessSalamander")),
                arguments(
                        "instagram",
                        List.of("Three #aitools before breakfast | null | 2400 | https://www.instagram.com/p/Abc123/")),
                arguments(
                        "x",
                        List.of(
                                "AI tools I stopped paying for | ann | 88012 | https://x.com/i/status/1990000000000000001")),
                arguments(
                        "pinterest",
                        List.of(
                                "ai tools for drawing | null | null | https://www.pinterest.com/search/pins/?q=ai+tools+for+drawing")),
                arguments(
                        "tiktok",
                        List.of(
                                "AI tools nobody told you about #ai | ann | 543200 | https://www.tiktok.com/@ann/video/7213456789012345678")),
                arguments("vimeo", List.of("AI tools, filmed | Ann | 770 | https://vimeo.com/258684937")),
                arguments(
                        "pexels",
                        List.of(
                                "a robot arm at work | Ann | null | https://www.pexels.com/video/a-robot-arm-at-work-1448735/",
                                "Video 1448736 | Bob | null | https://www.pexels.com/video/1448736/")),
                arguments(
                        "alpha-vantage",
                        List.of(
                                "Makers of AI tools raise their prices | Example News | null | https://news.example.org/prices")));
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
    @FieldSource("io.viralforge.trends.FakeNetworks#ALL_PARTS")
    void whateverItAnswersIsToldAsWhatItIs(String part) {
        assertThat(faulty(part, Fault.FORBIDDEN))
                .isEqualTo(new Look.Unavailable("It is closed to this server just now (status 403)."));
        assertThat(faulty(part, Fault.UNAUTHORIZED)).isInstanceOf(Look.Unavailable.class);
        assertThat(faulty(part, Fault.SERVER_ERROR))
                .isEqualTo(failed(Look.Fault.SERVER_ERROR, "It answered with status 500."));
        assertThat(faulty(part, Fault.BAD_REQUEST))
                .isEqualTo(failed(Look.Fault.QUESTION, "It answered with status 400."));
        assertThat(faulty(part, Fault.TRUNCATED)).isEqualTo(failed(Look.Fault.SERVER_ERROR, "The answer broke off."));
        assertThat(faulty(part, Fault.ENDLESS))
                .isInstanceOfSatisfying(
                        Look.Failed.class,
                        look -> assertThat(look.fault()).isIn(Look.Fault.TOO_LARGE, Look.Fault.TIMED_OUT));
        for (Fault fault : List.of(Fault.HTML, Fault.CHANGED_NAMES, Fault.CHANGED_VALUES)) {
            assertThat(faulty(part, fault))
                    .as(fault.name())
                    .isInstanceOfSatisfying(
                            Look.Failed.class, look -> assertThat(look.fault()).isEqualTo(Look.Fault.CHANGED_SHAPE));
        }
        assertThat(faulty(part, Fault.SWOLLEN))
                .isInstanceOfSatisfying(
                        Look.Failed.class,
                        look -> assertThat(look.detail()).containsAnyOf("at most", "should be a token"));
    }

    static Stream<String> whoeverDoesNotTakeItsKeyTellsWhichSettingItIs() {
        return server.bean(Sources.class).all().stream()
                .filter(source -> !source.credentials().isEmpty())
                .map(source -> source.network().id());
    }

    @ParameterizedTest
    @MethodSource
    void whoeverDoesNotTakeItsKeyTellsWhichSettingItIs(String id) {
        networks.set(id, Fault.UNAUTHORIZED);
        for (int i = 0; i < 4; i++) {
            assertThat(ask(id))
                    .as("it is asked again and again, for a key can be set right there")
                    .isInstanceOfSatisfying(
                            Look.Unavailable.class,
                            look -> assertThat(look.why()).contains("VIRALFORGE_TRENDS_", "(status 401)"));
        }
        networks.set(id, Fault.NONE);
        assertThat(ask(id)).isInstanceOf(Look.Seen.class);
    }

    @Test
    void withoutAKeyItIsNotAskedAndSaysWhatIsMissing() {
        try (TestServer bare = TestServer.start(1, Map.of("viralforge.trends.places", networks.places()))) {
            int asked = networks.asked("").size();
            Sources sources = bare.bean(Sources.class);
            List<Network> closed = sources.all().stream()
                    .filter(source -> !source.credentials().isEmpty())
                    .map(TrendSource::network)
                    .toList();
            sources.ask(
                    question(),
                    closed,
                    Asker.niche(bare.newMember().studio()),
                    (network, look) -> assertThat(look)
                            .isInstanceOfSatisfying(
                                    Look.Unavailable.class,
                                    unavailable -> assertThat(unavailable.why()).contains("VIRALFORGE_TRENDS_")));
            assertThat(networks.asked("")).hasSize(asked);
            assertThat(bare.bean(Searches.class).sources())
                    .filteredOn(source -> !source.missing().isEmpty())
                    .hasSize(closed.size())
                    .allSatisfy(source -> assertThat(source.state()).isEqualTo(TrendSourceState.UNAVAILABLE))
                    .filteredOn(source -> source.id().equals("reddit"))
                    .singleElement()
                    .satisfies(source -> assertThat(source.missing())
                            .containsExactly(
                                    "VIRALFORGE_TRENDS_REDDIT_CLIENT_ID", "VIRALFORGE_TRENDS_REDDIT_CLIENT_SECRET"));
        }
    }

    @Test
    void aTokenIsKeptUntilItEndsAndRenewedOnceWhenItIsTakenBack() {
        networks.tokensLast(3_600);
        int before = networks.asked("reddit/api/v1/access_token").size();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                var _ = threads.submit(() -> ask("reddit"));
            }
        }
        assertThat(networks.asked("reddit/api/v1/access_token"))
                .as("by one for all")
                .hasSize(before + 1);
        assertThat(ask("reddit")).isInstanceOf(Look.Seen.class);
        assertThat(networks.asked("reddit/api/v1/access_token")).hasSize(before + 1);
        networks.tokensLast(3_600);
        assertThat(ask("reddit")).as("it was taken back").isInstanceOf(Look.Seen.class);
        assertThat(networks.asked("reddit/api/v1/access_token")).hasSize(before + 2);
        networks.set("reddit", Fault.UNAUTHORIZED);
        assertThat(ask("reddit")).isInstanceOf(Look.Unavailable.class);
        assertThat(networks.asked("reddit/api/v1/access_token")).as("once").hasSize(before + 3);
    }

    @Test
    void searchesAreCountedApartAndWhatIsPopularIsAskedWithoutThem() {
        assertThat(ask("youtube")).isInstanceOf(Look.Seen.class);
        assertThat(server.bean(Searches.class).sources())
                .filteredOn(source -> source.id().equals("youtube"))
                .singleElement()
                .satisfies(source -> {
                    assertThat(source.usedToday())
                            .as("the popular ones, and those found")
                            .isEqualTo(2);
                    assertThat(source.searchesToday()).isEqualTo(1);
                    assertThat(source.searchAllowance()).isEqualTo(100);
                    assertThat(source.state()).isEqualTo(TrendSourceState.READY);
                });
        server.sql().doEverywhere(tx -> tx.update("UPDATE trend_source SET searched = 100"));
        assertThat(ask("youtube"))
                .isInstanceOfSatisfying(
                        Look.Unavailable.class, look -> assertThat(look.why()).contains("100 searches"));
        Question cats = new Question(List.of("cat"), List.of(), List.of("DE"), List.of(), LONG_AGO);
        assertThat(ask("youtube", cats))
                .isInstanceOfSatisfying(
                        Look.Seen.class, seen -> assertThat(seen.sightings()).hasSize(1));
        assertThat(networks.asked("youtube").getLast()).contains("chart=mostPopular&regionCode=DE");
    }

    static Stream<Arguments> aRefusalIsToldAsWhatItMeans() {
        return Stream.of(
                arguments("youtube", 400, "{\"error\":{\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}", 401),
                arguments("youtube", 403, "{\"error\":{\"errors\":[{\"reason\":\"quotaExceeded\"}]}}", 429),
                arguments("youtube", 403, "{}", 403),
                arguments("instagram", 400, "{\"error\":{\"type\":\"OAuthException\",\"code\":190}}", 401),
                arguments("instagram", 400, "{\"error\":{\"code\": 4,\"fbtrace_id\":\"A\"}}", 429),
                arguments("instagram", 400, "{\"error\":{\"code\":100}}", 400),
                arguments("lemmy", 400, "API_KEY_INVALID", 400));
    }

    @ParameterizedTest
    @MethodSource
    void aRefusalIsToldAsWhatItMeans(String id, int status, String said, int meant) {
        assertThat(source(id).meaning(status, bytes(said))).isEqualTo(meant);
    }

    /** Some say with a success's status that they do not answer, and repeat the key. */
    @Test
    void aRefusalThatLooksLikeAnAnswerIsOne() {
        assertThatThrownBy(() -> source("alpha-vantage")
                        .read(bytes("{\"Information\":\"We have detected your API key as X\"}"), question()))
                .isInstanceOf(TurnedAwayException.class)
                .hasMessage("Alpha Vantage answers no more to this key for now.");
        assertThatThrownBy(() -> source("tiktok")
                        .read(bytes("{\"data\":{},\"error\":{\"code\":\"scope_not_authorized\"}}"), question()))
                .isInstanceOf(TurnedAwayException.class);
    }

    @Test
    void nothingFoundIsNoFault() {
        assertThat(source("x").read(bytes("{\"meta\":{\"result_count\":0}}"), question()))
                .isEmpty();
        assertThat(source("youtube").next(bytes("{\"pageInfo\":{\"totalResults\":0},\"items\":[]}"), question()))
                .isEmpty();
        assertThat(source("instagram").next(bytes("{\"data\":[]}"), question())).isEmpty();
    }

    private static TrendSource source(String id) {
        return sources().all().stream()
                .filter(source -> source.network().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Neither in what is logged, at any level, nor in what is answered. */
    @Test
    void nobodyIsToldAKey() {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Level level = root.getLevel();
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        root.addAppender(lines);
        root.setLevel(Level.TRACE);
        List<String> answers = new ArrayList<>();
        try {
            for (Fault fault : Fault.values()) {
                networks.all(fault);
                server.sql().doEverywhere(tx -> tx.update("DELETE FROM trend_source"));
                askAll().values().forEach(look -> answers.add(look.toString()));
            }
        } finally {
            root.setLevel(level);
            root.detachAppender(lines);
        }
        assertThat(answers).hasSize(Fault.values().length * IDS.size()).noneMatch(SourcesTest::tellsSecret);
        assertThat(new ArrayList<>(lines.list))
                .isNotEmpty()
                .noneMatch(line -> tellsSecret(line.getFormattedMessage())
                        || (line.getThrowableProxy() != null
                                && tellsSecret(ThrowableProxyUtil.asString(line.getThrowableProxy()))));
        sources()
                .all()
                .forEach(source -> assertThat(source.credentials().toString()).doesNotContain(FakeNetworks.SECRET));
    }

    private static boolean tellsSecret(String text) {
        return text.contains(FakeNetworks.SECRET);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whoAsksToBeLeftAloneIs() {
        networks.all(Fault.TOO_MANY_REQUESTS);
        assertThat(askAll())
                .hasSize(IDS.size())
                .allSatisfy((id, look) -> assertThat(look).isEqualTo(new Look.Resting(Duration.ofSeconds(90))));
        networks.all(Fault.NONE);
        int asked = networks.asked("").size();
        assertThat(askAll())
                .allSatisfy((id, look) -> assertThat(look)
                        .as(id)
                        .isInstanceOf(id.equals("feeds") ? Look.Seen.class : Look.Resting.class));
        assertThat(networks.asked("").subList(asked, networks.asked("").size()))
                .as("a feed's wishes are its own")
                .allMatch(uri -> uri.startsWith("/feeds"));
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
    void anOddQuestionMakesNoNetworkRest() {
        networks.set("lemmy", Fault.BAD_REQUEST);
        for (int i = 0; i < 4; i++) {
            assertThat(ask("lemmy")).isEqualTo(failed(Look.Fault.QUESTION, "It answered with status 400."));
        }
        networks.set("lemmy", Fault.CHANGED_NAMES);
        for (int i = 0; i < 4; i++) {
            assertThat(ask("lemmy"))
                    .as("some answer in words to what they do not take")
                    .isInstanceOf(Look.Failed.class);
        }
        networks.set("lemmy", Fault.SERVER_ERROR);
        for (int i = 0; i < 4; i++) {
            assertThat(ask("lemmy", question(), Asker.person(studio)))
                    .as("a person can ask as often as they like")
                    .isInstanceOf(Look.Failed.class);
        }
        networks.set("youtube-search", Fault.SERVER_ERROR);
        Question cats = new Question(List.of("cat"), List.of(), List.of("DE"), List.of(), LONG_AGO);
        for (int i = 0; i < 4; i++) {
            assertThat(ask("youtube", cats)).as("what is popular is shown").isInstanceOf(Look.Seen.class);
        }
        assertThat(source("wikipedia")
                        .requests(new Question(List.of("x"), List.of("ae", "de"), List.of(), List.of(), LONG_AGO)))
                .as("there is none in Avestan")
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"feeds", "google-trends"})
    void aFeedThatHasNotChangedIsNotSentAgain(String id) {
        networks.tag(id, "\"one\"");
        Look first = ask(id);
        assertThat(first).isInstanceOf(Look.Seen.class);
        int unchanged = networks.unchanged();
        assertThat(ask(id)).as("what was known").isEqualTo(first);
        assertThat(networks.unchanged()).isEqualTo(unchanged + 1);
        Question other = new Question(
                List.of("no such thing"), List.of(), List.of(), question().feeds(), LONG_AGO);
        assertThat(ask(id, other).sightings()).as("it is read anew").isEmpty();
        networks.tag(id, "\"two\"");
        networks.say(id, "<rss version=\"2.0\"><channel><title>x</title></channel></rss>");
        assertThat(ask(id).sightings()).isEmpty();
        assertThat(networks.unchanged()).isEqualTo(unchanged + 2);
        server.sql().doEverywhere(tx -> tx.update("UPDATE trend_answer SET kept_at = now() - interval '25 hours'"));
        assertThat(ask(id)).as("once a day nobody is believed").isInstanceOf(Look.Seen.class);
        assertThat(networks.unchanged()).isEqualTo(unchanged + 2);
    }

    @Test
    void aStudioLeavesHalfToTheOthersWhereThereAreAny() {
        UUID other = server.newMember().studio();
        assertThat(ask("coingecko")).isInstanceOf(Look.Seen.class);
        server.sql().doEverywhere(tx -> {
            tx.update("UPDATE trend_share SET used = 75 WHERE source = 'coingecko' AND studio_id = ?", studio);
            tx.update("""
                    INSERT INTO niche (studio_id, id, name, keywords, languages, regions, feeds, horizon, is_followed, created_at)
                    VALUES (?, gen_random_uuid(), 'x', ARRAY['x'], '{}', '{}', '{}', 'HOURS_6', false, now())""", other);
        });
        try {
            assertThat(ask("coingecko", question(), Asker.person(studio)))
                    .isInstanceOfSatisfying(
                            Look.Unavailable.class,
                            look -> assertThat(look.why()).contains("studio", "75 requests"));
            assertThat(ask("coingecko", question(), Asker.person(other))).isInstanceOf(Look.Seen.class);
            assertThat(ask("coingecko")).as("what is due").isInstanceOf(Look.Seen.class);
            server.sql()
                    .doEverywhere(tx -> tx.update(
                            "UPDATE trend_share SET used = 150 WHERE source = 'coingecko' AND studio_id = ?", studio));
            assertThat(ask("coingecko")).isInstanceOf(Look.Unavailable.class);
            assertThat(ask("coingecko", question(), Asker.niche(other))).isInstanceOf(Look.Seen.class);
        } finally {
            server.sql().doEverywhere(tx -> tx.update("DELETE FROM niche WHERE studio_id = ?", other));
        }
        assertThat(ask("coingecko")).as("it is alone").isInstanceOf(Look.Seen.class);
    }

    @Test
    void theDaysAllowanceIsKept() {
        assertThat(ask("coingecko")).isInstanceOf(Look.Seen.class);
        server.sql().doEverywhere(tx -> tx.update("UPDATE trend_source SET used = 150 WHERE id = 'coingecko'"));
        assertThat(ask("coingecko", question(), Asker.person(studio)))
                .isInstanceOfSatisfying(
                        Look.Unavailable.class, look -> assertThat(look.why()).contains("150 requests"));
        assertThat(ask("coingecko")).as("half is left to niches").isInstanceOf(Look.Seen.class);
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
        for (int i = 0; i < 4; i++) {
            assertThat(ask("feeds", question)).isEqualTo(failed(Look.Fault.REFUSED, "ADDRESS"));
        }
        assertThat(ask("feeds")).as("another's feed").isInstanceOf(Look.Seen.class);
    }

    @Test
    void keywordsAreNoSyntax() {
        Question question = new Question(List.of("\") OR (\"x&query=y#"), List.of(), List.of(), List.of(), LONG_AGO);
        sources()
                .ask(
                        question,
                        sources().networks(),
                        Asker.niche(studio),
                        (network, look) -> assertThat(look).isInstanceOf(Look.Seen.class));
        assertThat(networks.asked("hacker-news").getLast())
                .contains("query=%22%29+OR+%28%22x%26query%3Dy%23&tags=story");
    }

    private static Look.Failed failed(Look.Fault fault, @Nullable String detail) {
        return new Look.Failed(fault, detail);
    }

    private Look faulty(String part, Fault fault) {
        networks.set(part, fault);
        server.sql().doEverywhere(tx -> tx.update("DELETE FROM trend_source"));
        return ask(FakeNetworks.network(part));
    }

    private static Look ask(String id) {
        return ask(id, question());
    }

    private static Look ask(String id, Question question) {
        return ask(id, question, Asker.niche(studio));
    }

    private static Look ask(String id, Question question, Asker asker) {
        Map<String, Look> looks = new HashMap<>();
        sources()
                .ask(
                        question,
                        sources().networks().stream()
                                .filter(network -> network.id().equals(id))
                                .toList(),
                        asker,
                        (network, look) -> looks.put(network.id(), look));
        assertThat(looks).containsOnlyKeys(id);
        return Objects.requireNonNull(looks.get(id));
    }

    private static Map<String, Look> askAll() {
        Map<String, Look> looks = new HashMap<>();
        sources()
                .ask(
                        question(),
                        sources().networks(),
                        Asker.niche(studio),
                        (network, look) -> looks.put(network.id(), look));
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
