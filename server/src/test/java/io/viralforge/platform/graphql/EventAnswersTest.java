package io.viralforge.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.viralforge.jobs.JobFixture;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class EventAnswersTest {
    private static final String FOLLOW =
            "subscription ($after: String, $withInputs: Boolean = false) { jobEvents(after: $after)"
                    + " { cursor state job { id inputs @include(if: $withInputs) { id downloadUrl } } } }";
    private static final int READERS = 40;

    private static TestServer server;
    private static JobFixture fixture;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        fixture = new JobFixture(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anEventIsAnsweredOnceForAllWhoAskTheSame() {
        List<CompletableFuture<Answer.Event>> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            // Half of them resume: where a subscription begins has no part in what it is told.
            readers.add(next(colleague(Scope.READ), i % 2 == 0 ? Map.of() : Map.of("after", now())));
        }
        double executed = count("executed");
        double shared = count("shared");
        String job = fixture.submitted();
        Set<String> answers =
                Set.copyOf(readers.stream().map(reader -> reader.join().json()).toList());
        assertThat(answers).singleElement().asString().contains(job);
        assertThat(count("executed") - executed).isEqualTo(1);
        assertThat(count("shared") - shared).isEqualTo(READERS - 1);
    }

    @Test
    void whoAsksOrMaySeeSomethingElseIsToldSomethingElse() {
        List<CompletableFuture<Answer.Event>> readers = List.of(
                next(colleague(Scope.READ), Map.of()),
                next(colleague(Scope.READ), Map.of("withInputs", true)),
                next(colleague(Scope.READ, Scope.ADMIN), Map.of()));
        CompletableFuture<Answer.Event> stranger = next(server.newMember(Scope.READ), Map.of());
        double executed = count("executed");
        fixture.submitted();
        List<String> answers =
                readers.stream().map(reader -> reader.join().json()).toList();
        assertThat(answers.get(1)).contains("downloadUrl").isNotEqualTo(answers.get(0));
        assertThat(answers.get(2)).isEqualTo(answers.get(0));
        assertThat(count("executed") - executed).isEqualTo(3);
        assertThat(stranger).as("another studio").isNotDone();
    }

    @Test
    void whatIsPersonalIsNotShared() {
        graphql.GraphQLContext context = graphql.GraphQLContext.newContext().build();
        assertThat(Caller.isPersonal(context)).isFalse();
        Actor.Member member = server.newMember(Scope.READ);
        context.put(Actor.class, member);
        var env = graphql.schema.DataFetchingEnvironmentImpl.newDataFetchingEnvironment()
                .graphQLContext(context)
                .build();
        assertThat(Caller.studio(env)).isEqualTo(member.studio());
        assertThat(Caller.isPersonal(context)).isFalse();
        assertThat(Caller.member(env)).isEqualTo(member);
        assertThat(Caller.isPersonal(context)).isTrue();
    }

    /** Somebody else of the fixture's studio. */
    private static Actor.Member colleague(Scope... scopes) {
        Uuid7 ids = server.bean(Uuid7.class);
        return new Actor.Member(ids.next(), fixture.member.studio(), ids.next(), Set.of(scopes));
    }

    private static CompletableFuture<Answer.Event> next(Actor actor, Map<String, @Nullable Object> variables) {
        Answer answer = server.bean(Engine.class)
                .execute(
                        new Operation(FOLLOW, null, new HashMap<>(variables)),
                        actor,
                        Set.of(Engine.Kind.SUBSCRIPTION),
                        "test",
                        "unknown");
        assertThat(answer).isInstanceOf(Answer.Subscribed.class);
        return Flux.from(((Answer.Subscribed) answer).events())
                .next()
                .timeout(Duration.ofSeconds(30))
                .toFuture();
    }

    private static String now() {
        return server.data(fixture.member, "{ events(topics: [JOB]) { cursor } }")
                .at("/events/cursor")
                .asText();
    }

    private static double count(String answer) {
        return server.bean(MeterRegistry.class)
                .counter("viralforge.graphql.events", "answer", answer)
                .count();
    }
}
