package io.viralforge.platform.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.FakeModels;
import io.viralforge.testing.FakeModels.Fault;
import io.viralforge.testing.TestServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model asked by two replicas. */
class LanguageModelTest {
    private static final String GOOD = "{\"word\": \"yes\"}";
    /** One question of the largest kind fits into it, and a second does not. */
    private static final long LIMIT = 10_000;

    private static FakeModels models;
    private static TestServer server;
    private Actor.Member member;

    record Word(String word) {
        Word {
            if (word.isEmpty()) {
                throw new IllegalArgumentException("no word");
            }
        }
    }

    @BeforeAll
    static void start() {
        models = new FakeModels();
        Map<String, Object> settings = new HashMap<>(models.settings("groq"));
        settings.put("viralforge.llm.monthly-tokens", LIMIT);
        settings.put("viralforge.llm.price", "1/2.5");
        server = TestServer.start(2, settings);
    }

    @AfterAll
    static void stop() {
        server.close();
        models.close();
    }

    @BeforeEach
    void begin() {
        models.say(GOOD);
        server.sql().doEverywhere(tx -> tx.update("DELETE FROM language_call"));
        member = server.newMember(Scope.READ, Scope.MONEY);
    }

    @Test
    void theSameIsAskedOnceByEachStudioForThirtyDays() {
        Reply<Word> first = ask(0, "a");
        assertThat(ask(1, "a")).isEqualTo(first);
        assertThat(models.asked()).hasSize(1);
        assertThat(ask(0, "b")).isInstanceOf(Reply.Written.class);
        assertThat(models.asked()).hasSize(2);

        member = server.newMember(Scope.READ);
        assertThat(ask(0, "a")).isInstanceOf(Reply.Written.class);
        assertThat(models.asked()).as("another studio's answer is its own").hasSize(3);

        age(31);
        ask(0, "a");
        assertThat(models.asked()).hasSize(4);
        LanguagePurge.run(server.sql());
        assertThat(rows()).isEqualTo(4);
        age(2);
        LanguagePurge.run(server.sql());
        assertThat(rows()).as("what was asked 33 days ago is gone").isEqualTo(1);
    }

    @Test
    void whatIsOutOfShapeIsAskedForOnceMoreAndNotKept() {
        for (String wrong : List.of(
                "No.",
                "{\"word\": \"yes\", \"besides\": 1}",
                "{\"word\": null}",
                "{}",
                "{\"word\": \"\"}",
                "{\"word\": [\"yes\"]}",
                "{\"word\": \"yes\", \"word\": \"no\"}",
                "} {")) {
            models.say(wrong);
            assertThat(fault(ask(0, wrong))).as(wrong).isEqualTo(UserErrorCode.MODEL_OUT_OF_SHAPE);
            assertThat(models.asked()).hasSize(2);
        }
        models.say(GOOD);
        models.sayFirst("As I said:");
        assertThat(word(ask(0, "No."))).isEqualTo("yes");
        models.say("Here it is:\n```json\n" + GOOD + "\n```");
        assertThat(word(ask(0, "fenced"))).isEqualTo("yes");
        assertThat(usage().at("/tokensOut").asInt())
                .as("all answers were charged for")
                .isEqualTo((8 * 2 + 2 + 1) * FakeModels.TOKENS_OUT);
    }

    @Test
    void whatPassesIsWaitedForAndWhatTakesLongerIsLeftAloneByAllStudios() {
        models.next(Fault.SERVER_ERROR, Fault.TOO_MANY_REQUESTS);
        assertThat(word(ask(0, "a"))).isEqualTo("yes");
        assertThat(models.asked()).hasSize(3);
        assertThat(standing()).isEqualTo("READY null");

        models.set(Fault.CLOSED_FOR_LONG);
        assertThat(fault(ask(0, "b"))).isEqualTo(UserErrorCode.MODEL_RATE_LIMITED);
        assertThat(models.asked()).hasSize(4);
        assertThat(standing()).startsWith("RESTING It wants to be left alone");
        member = server.newMember(Scope.READ);
        assertThat(fault(ask(1, "b"))).isEqualTo(UserErrorCode.MODEL_RATE_LIMITED);
        assertThat(models.asked()).as("nobody asks meanwhile").hasSize(4);
    }

    @Test
    void aRestThatNobodyAnnouncedIsThatOfWhoWasTurnedAway() {
        models.set(Fault.CLOSED);
        assertThat(fault(ask(0, "a"))).isEqualTo(UserErrorCode.MODEL_RATE_LIMITED);
        models.say(GOOD);
        assertThat(fault(ask(1, "b"))).isEqualTo(UserErrorCode.MODEL_RATE_LIMITED);
        assertThat(models.asked()).isEmpty();
        Actor.Member one = member;
        member = server.newMember(Scope.READ);
        assertThat(word(ask(1, "b"))).isEqualTo("yes");

        member = one;
        server.sql()
                .doInStudio(
                        one.studio(),
                        tx -> tx.update("UPDATE language_call SET ended_at = ended_at - interval '1 minute'"));
        assertThat(word(ask(1, "b"))).as("a minute later").isEqualTo("yes");
    }

    @Test
    void aStudioAsksTwoThingsAtATime() throws Exception {
        CountDownLatch gate = models.hold();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply<Word>>> open = new ArrayList<>();
            Actor.Member one = member;
            for (String about : List.of("a", "b")) {
                open.add(threads.submit(() -> ask(0, about)));
            }
            models.awaitArrivals(2);
            assertThat(fault(ask(1, "c"))).isEqualTo(UserErrorCode.CONFLICT);
            member = server.newMember(Scope.READ);
            open.add(threads.submit(() -> ask(1, "c")));
            models.awaitArrivals(1);
            gate.countDown();
            for (Future<Reply<Word>> each : open) {
                assertThat(word(each.get())).isEqualTo("yes");
            }
            member = one;
            assertThat(word(ask(1, "c"))).isEqualTo("yes");
        }
    }

    @Test
    void itIsToldHowItStands() {
        assertThat(standing()).isEqualTo("READY null");
        models.set(Fault.SERVER_ERROR);
        assertThat(fault(ask(0, "a"))).isEqualTo(UserErrorCode.MODEL_UNAVAILABLE);
        assertThat(models.asked()).as("three tries").hasSize(3);
        assertThat(standing()).isEqualTo("UNAVAILABLE It is out of order (status 503).");
        models.say(GOOD);
        models.set(Fault.UNAUTHORIZED);
        assertThat(fault(ask(0, "a"))).isEqualTo(UserErrorCode.MODEL_UNAVAILABLE);
        assertThat(models.asked()).as("a wrong key is not tried again").hasSize(1);
        assertThat(standing()).startsWith("UNAVAILABLE It does not take what VIRALFORGE_LLM_API_KEY holds");
        models.say(GOOD);
        ask(0, "a");
        assertThat(standing()).isEqualTo("READY null");
        assertThat(usage().at("/tokensIn").asInt()).as("failures cost nothing").isEqualTo(FakeModels.TOKENS_IN);
    }

    @Test
    void aBudgetHoldsHoweverManyAskAtOnce() throws Exception {
        CountDownLatch gate = models.hold();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = new ExecutorCompletionService<Reply<Word>>(threads);
            for (int i = 0; i < 10; i++) {
                int number = i;
                replies.submit(() -> ask(number % 2, "many " + number, 6_000));
            }
            List<UserErrorCode> refused = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                refused.add(fault(replies.take().get()));
            }
            assertThat(refused).containsOnly(UserErrorCode.BUDGET_SPENT);
            models.awaitArrivals(1);
            gate.countDown();
            assertThat(word(replies.take().get())).isEqualTo("yes");
        }
        assertThat(models.asked()).hasSize(1);
        JsonNode usage = usage();
        assertThat(usage.at("/limit").asLong()).isEqualTo(LIMIT);
        assertThat(usage.at("/tokensIn").asInt()).isEqualTo(FakeModels.TOKENS_IN);
        assertThat(usage.at("/tokensOut").asInt()).isEqualTo(FakeModels.TOKENS_OUT);
        assertThat(usage.at("/cost/amount").asText()).isEqualTo("0.0000600");
        assertThat(usage.at("/cost/currency").asText()).isEqualTo("USD");
        assertThat(word(ask(0, "afterwards", 6_000)))
                .as("what was not used is free again")
                .isEqualTo("yes");
    }

    @Test
    void whoDiesGivesBackWhatWasReservedAndAMonthBeginsAnew() {
        ask(0, "a");
        server.sql().doInStudio(member.studio(), tx -> tx.update("""
                UPDATE language_call SET answer = NULL, ended_at = NULL, ends_at = now() + interval '1 hour', tokens_in = ?""", LIMIT));
        assertThat(fault(ask(1, "b"))).isEqualTo(UserErrorCode.BUDGET_SPENT);
        server.sql()
                .doInStudio(
                        member.studio(),
                        tx -> tx.update("UPDATE language_call SET ends_at = now() - interval '1 second'"));
        assertThat(word(ask(1, "b"))).isEqualTo("yes");

        server.sql().doInStudio(member.studio(), tx -> tx.update("UPDATE language_call SET tokens_in = ?", LIMIT));
        assertThat(fault(ask(1, "c"))).isEqualTo(UserErrorCode.BUDGET_SPENT);
        age(31);
        assertThat(word(ask(1, "c"))).isEqualTo("yes");
    }

    @Test
    void theSameAskedTwiceAtOnceIsAskedOnce() throws Exception {
        CountDownLatch gate = models.hold();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply<Word>> first = threads.submit(() -> ask(0, "a"));
            models.awaitArrivals(1);
            assertThat(fault(ask(1, "a"))).isEqualTo(UserErrorCode.CONFLICT);
            gate.countDown();
            assertThat(ask(1, "never mind")).isInstanceOf(Reply.Written.class);
            assertThat(word(first.get())).isEqualTo("yes");
        }
        assertThat(ask(1, "a")).isInstanceOf(Reply.Written.class);
        assertThat(models.asked()).hasSize(2);
    }

    @Test
    void withoutAModelThatIsSaid() {
        TestServer plain = TestServer.shared();
        Actor.Member nobody = plain.newMember(Scope.READ);
        assertThat(fault(plain.bean(LanguageModel.class).ask(nobody.studio(), new Prompt("x", "y", 1), Word.class)))
                .isEqualTo(UserErrorCode.MODEL_UNAVAILABLE);
        JsonNode model = plain.data(nobody, "{ languageModel { provider model state reason } }")
                .at("/languageModel");
        assertThat(model.at("/provider").isNull()).isTrue();
        assertThat(model.at("/state").asText()).isEqualTo("UNAVAILABLE");
        assertThat(model.at("/reason").asText()).contains("VIRALFORGE_LLM_PROVIDER");
    }

    private Reply<Word> ask(int replica, String about) {
        return ask(replica, about, 100);
    }

    private Reply<Word> ask(int replica, String about, int mostTokens) {
        return server.bean(replica, LanguageModel.class)
                .ask(member.studio(), new Prompt("Say a word.", about, mostTokens), Word.class);
    }

    private static String word(Reply<Word> reply) {
        return switch (reply) {
            case Reply.Written<Word> written -> written.value().word();
            case Reply.Failed<Word> failed -> failed.toString();
        };
    }

    private static UserErrorCode fault(Reply<Word> reply) {
        return switch (reply) {
            case Reply.Written<Word> written -> throw new AssertionError(written);
            case Reply.Failed<Word> failed -> failed.code();
        };
    }

    private String standing() {
        JsonNode model = server.data(member, "{ languageModel { provider model state reason } }")
                .at("/languageModel");
        assertThat(model.at("/provider").asText()).isEqualTo("groq");
        assertThat(model.at("/model").asText()).isEqualTo(FakeModels.MODEL);
        return model.at("/state").asText() + " " + model.at("/reason").asText();
    }

    private JsonNode usage() {
        return server.data(member, "{ languageUsage { since tokensIn tokensOut limit cost { amount currency } } }")
                .at("/languageUsage");
    }

    private static void age(int days) {
        server.sql()
                .doEverywhere(
                        tx -> tx.update("UPDATE language_call SET asked_at = asked_at - ? * interval '1 day'", days));
    }

    private static int rows() {
        return server.sql()
                .everywhere(tx -> tx.one("SELECT count(*)::int AS n FROM language_call", row -> row.number("n")));
    }
}
