package io.viralforge.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.identity.password.Brakes.Rule;
import io.viralforge.platform.redis.RedisLink;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.TestServer;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BrakesTest {
    private static final Rule RULE = new Rule("test", 5, Duration.ofMinutes(1), Duration.ofMinutes(15));

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void waitsDoubleFromOneSecondToTheLongest() {
        assertThat(Stream.of(1, 4, 5, 6, 10, 11, 1000).map(RULE::waitAfter))
                .containsExactly(
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(32),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1));
    }

    @Test
    void anAccountIsSlowedDownWhereverTheGuessesComeFrom() {
        Brakes brakes = new Brakes(new MemoryTries(() -> now));
        for (int i = 0; i < Brakes.PER_ACCOUNT.free(); i++) {
            assertThat(brakes.enter("me@example.org", "192.0.2." + i, false)).isZero();
        }
        assertThat(brakes.enter(" ME@example.org", "198.51.100.7", false)).isEqualTo(Duration.ofSeconds(1));
        assertThat(brakes.enter("you@example.org", "198.51.100.7", false)).isZero();

        now = now.plusSeconds(1);
        assertThat(brakes.enter("me@example.org", "198.51.100.7", false)).isZero();
        assertThat(brakes.enter("me@example.org", "198.51.100.7", false)).isEqualTo(Duration.ofSeconds(2));

        now = now.plusSeconds(2);
        assertThat(brakes.enter("me@example.org", "198.51.100.7", false)).isZero();
        brakes.leave("me@example.org", "198.51.100.7", false);
        assertThat(brakes.enter("me@example.org", "198.51.100.7", false)).isZero();
    }

    @Test
    void aNetworkThatHasSignedInBeforeWaitsForItsOwnFailuresAlone() {
        Brakes brakes = new Brakes(new MemoryTries(() -> now));
        for (int i = 0; i < 50; i++) {
            brakes.enter("me@example.org", "192.0.2." + i, false);
        }
        assertThat(brakes.enter("me@example.org", "203.0.113.7", false).isPositive())
                .isTrue();
        assertThat(brakes.enter("me@example.org", "198.51.100.7", true)).isZero();
        brakes.leave("me@example.org", "198.51.100.7", true);
        // Its success is no reason to let strangers guess again.
        assertThat(brakes.enter("me@example.org", "203.0.113.8", false).isPositive())
                .isTrue();

        for (int i = 0; i < Brakes.PER_ACCOUNT.free(); i++) {
            assertThat(brakes.enter("me@example.org", "198.51.100.7", true)).isZero();
        }
        assertThat(brakes.enter("me@example.org", "198.51.100.7", true)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Brakes.isSameNetwork("2001:db8::1", "2001:db8::beef")).isTrue();
        assertThat(Brakes.isSameNetwork("192.0.2.1", "192.0.2.2")).isFalse();
    }

    @Test
    void anAddressIsSlowedDownWhoeverItGuessesAt() {
        Brakes brakes = new Brakes(new MemoryTries(() -> now));
        for (int i = 0; i < Brakes.PER_ADDRESS.free(); i++) {
            // The last 64 bits of an IPv6 address are the caller's to choose.
            assertThat(brakes.enter("p" + i + "@example.org", "2001:db8::" + i, false))
                    .isZero();
        }
        assertThat(brakes.enter("me@example.org", "2001:db8::beef", false).isPositive())
                .isTrue();
        assertThat(brakes.enter("me@example.org", "2001:db8:0:1::beef", false)).isZero();
    }

    @Test
    void anOfficeThatSignsInRightIsNeverSlowedDown() {
        Brakes brakes = new Brakes(new MemoryTries(() -> now));
        for (int i = 0; i < 200; i++) {
            assertThat(brakes.enter("p" + i + "@example.org", "192.0.2.1", false))
                    .isZero();
            brakes.leave("p" + i + "@example.org", "192.0.2.1", false);
        }
    }

    @Test
    void whoPausesBetweenCodesGainsNothing() {
        Brakes brakes = new Brakes(new MemoryTries(() -> now));
        UUID person = UUID.randomUUID();
        for (int i = 0; i < Brakes.CODES.free() + 10; i++) {
            now = now.plus(brakes.enterCode(person));
            brakes.enterCode(person);
        }
        now = now.plus(Duration.ofMinutes(20));
        assertThat(brakes.enterCode(person)).isZero();
        assertThat(brakes.enterCode(person)).isEqualTo(Brakes.CODES.longest());
        now = now.plus(Brakes.CODES.memory());
        assertThat(brakes.enterCode(person)).isZero();
        assertThat(brakes.enterCode(person)).isZero();
    }

    @Test
    void redisRemembersEachRuleForItsTime() throws Exception {
        RedisLink redis = TestServer.shared().bean(RedisLink.class);
        String key = UUID.randomUUID().toString();
        tries().begin(Brakes.CODES, key);
        assertThat(Objects.requireNonNull(redis.commands())
                        .pttl(redis.key("tries:{codes:" + key + "}:count"))
                        .get())
                .isGreaterThan(Duration.ofHours(23).toMillis());
    }

    @Test
    void aStudioMailsSoManyInvitationsADay() {
        Brakes brakes = new Brakes(new MemoryTries(() -> now));
        UUID studio = UUID.randomUUID();
        LocalDate day = LocalDate.EPOCH;
        for (int i = 0; i < Brakes.INVITATIONS.free(); i++) {
            assertThat(brakes.enterInvitation("p" + i + "@example.org", studio, day))
                    .isZero();
        }
        assertThat(brakes.enterInvitation("q@example.org", studio, day).isPositive())
                .isTrue();
        assertThat(brakes.enterInvitation("q@example.org", studio, day.plusDays(1)))
                .isZero();
        assertThat(brakes.enterInvitation("q@example.org", UUID.randomUUID(), day))
                .isZero();
    }

    @Test
    void redisCountsForAllReplicasAsMemoryDoesForOne() {
        Tries one = tries();
        Tries other = tries();
        String key = UUID.randomUUID().toString();
        for (int i = 0; i < RULE.free(); i++) {
            assertThat((i % 2 == 0 ? one : other).begin(RULE, key)).isZero();
        }
        assertThat(other.begin(RULE, key)).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
        one.takeBack(RULE, key);
        assertThat(other.begin(RULE, key)).isZero();
        assertThat(other.begin(RULE, key).isPositive()).isTrue();
        one.forget(RULE, key);
        assertThat(other.begin(RULE, key)).isZero();
    }

    @Test
    void ofManyTriesAtOnceNoMoreThanTheFreeOnesBegin() throws Exception {
        for (Tries tries : List.of(tries(), new MemoryTries(() -> now))) {
            String key = UUID.randomUUID().toString();
            List<Callable<Duration>> flood = Stream.generate(() -> (Callable<Duration>) () -> tries.begin(RULE, key))
                    .limit(50)
                    .toList();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                int begun = 0;
                for (Future<Duration> wait : threads.invokeAll(flood)) {
                    begun += wait.get().isZero() ? 1 : 0;
                }
                assertThat(begun).isEqualTo(RULE.free());
            }
        }
    }

    @Test
    void whereACallerIsIsKnownAndAProxyThatIsTrustedMaySayIt() throws Exception {
        String answer = guess(TestServer.shared(), Map.of("X-Real-IP", "203.0.113.9"));
        assertThat(answer).contains("CREDENTIALS_INVALID");
        assertThat(failuresFrom(TestServer.shared(), "127.0.0.1")).isNotNull();
        assertThat(failuresFrom(TestServer.shared(), "203.0.113.9")).isNull();

        try (TestServer behindProxy = TestServer.start(
                1,
                Map.of(
                        "VIRALFORGE_CLIENT_ADDRESS_HEADER",
                        "X-Real-IP",
                        "viralforge.redis.prefix",
                        "test" + UUID.randomUUID() + ":"))) {
            guess(behindProxy, Map.of("X-Real-IP", "203.0.113.9"));
            assertThat(failuresFrom(behindProxy, "203.0.113.9")).isEqualTo("1");
            assertThat(failuresFrom(behindProxy, "127.0.0.1")).isNull();
        }
    }

    private static String guess(TestServer server, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri().resolve("/graphql"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"query": "mutation { sessionCreate(input: {email: \\"nobody@example.org\\", password: \\"x\\"}) \
                        { userErrors { code } } }"}
                        """));
        headers.forEach(request::header);
        return GraphqlResponse.of(request.build()).body().toString();
    }

    private static @Nullable String failuresFrom(TestServer server, String address) throws Exception {
        RedisLink redis = server.bean(RedisLink.class);
        return Objects.requireNonNull(redis.commands())
                .get(redis.key("tries:{address:" + address + "}:count"))
                .get();
    }

    private static Tries tries() {
        return TestServer.shared().bean(Tries.class);
    }
}
