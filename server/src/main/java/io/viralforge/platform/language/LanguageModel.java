package io.viralforge.platform.language;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.http.Outbound;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Sql;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The language model that the operator has set, asked for a studio: within its budget, once for what it has asked before,
 * and for no longer than the setting says. Whoever asks waits, on a virtual thread and outside any transaction.
 */
@Singleton
public final class LanguageModel {
    private static final int TRIES = 3;
    /** Questions of a studio at a time: what a provider takes in a minute is there for all. */
    private static final int MOST_OPEN = 2;

    /** After its time a question may still have to be settled. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private final Sql sql;
    private final LanguageConfig config;
    private final @Nullable Chat chat;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final CountDownLatch stopping = new CountDownLatch(1);

    LanguageModel(Sql sql, LanguageConfig config, Outbound outbound, Uuid7 ids, InstantSource clock) {
        this.sql = sql;
        this.config = config;
        Provider provider = config.vendor();
        this.chat = provider == null ? null : new Chat(config, provider, outbound, clock);
        this.ids = ids;
        this.clock = clock;
    }

    @PreDestroy
    void stop() {
        stopping.countDown();
    }

    /**
     * Asks for a JSON object. An answer of another shape is asked for once more; one that has it is kept for 30 days, for
     * this studio alone.
     *
     * @param shape what the answer must be, no more and no less; its constructor throws at what is out of bounds
     */
    public <T extends Record> Reply<T> ask(UUID studio, Prompt prompt, Class<T> shape) {
        if (chat == null) {
            return Reply.Failed.of(
                    UserErrorCode.MODEL_UNAVAILABLE, "The operator has set no language model, see docs/language.md.");
        }
        Instant end = clock.instant().plus(config.patience());
        var question = new LanguageStore.Question(studio, prompt.digest(chat.name()), chat.name());
        Reply<T> reply = ask(chat, question, prompt, shape, end);
        // Models answer otherwise the next time.
        return reply instanceof Reply.Failed<T> failed && failed.code() == UserErrorCode.MODEL_OUT_OF_SHAPE
                ? ask(chat, question, prompt, shape, end)
                : reply;
    }

    private <T extends Record> Reply<T> ask(
            Chat chat, LanguageStore.Question question, Prompt prompt, Class<T> shape, Instant end) {
        UUID id = ids.next();
        Reply<T> before = sql.everywhere(tx -> {
            LanguageStore.hold(tx, question.studio());
            Reply.Written<String> known = LanguageStore.known(tx, question);
            // What another version wrote down may have another shape.
            if (known != null && read(known, shape) instanceof Reply.Written<T> readable) {
                return readable;
            }
            if (LanguageStore.isBeingAsked(tx, question)) {
                return Reply.Failed.of(
                        UserErrorCode.CONFLICT, "The same is being asked just now; ask again in a moment.");
            }
            Instant rest = LanguageStore.rest(tx, question);
            if (rest != null) {
                return resting(rest);
            }
            if (LanguageStore.open(tx, question.studio()) >= MOST_OPEN) {
                return Reply.Failed.of(
                        UserErrorCode.CONFLICT,
                        "Two other questions of the studio are being asked just now; ask again in a moment.");
            }
            Duration time = Duration.between(clock.instant(), end).plus(MARGIN);
            return LanguageStore.reserve(tx, question, id, prompt.most(), config.monthlyTokens(), time)
                    ? null
                    : Reply.Failed.of(
                            UserErrorCode.BUDGET_SPENT,
                            "What the studio may spend on language models is spent; its month begins anew on the first, UTC.");
        });
        if (before != null) {
            return before;
        }
        Reply<String> said = persist(chat, prompt, end);
        Reply<T> reply = read(said, shape);
        sql.doInStudio(
                question.studio(),
                tx -> LanguageStore.settle(
                        tx, question.studio(), id, reply instanceof Reply.Failed<T> failed ? failed.as() : said));
        return reply;
    }

    /** Repeats what cost nothing and may pass, while there is time. */
    private Reply<String> persist(Chat chat, Prompt prompt, Instant end) {
        for (int tries = 1; ; tries++) {
            Duration left = Duration.between(clock.instant(), end);
            Reply<String> reply = left.isPositive()
                    ? chat.ask(prompt, left)
                    : Reply.Failed.of(UserErrorCode.MODEL_UNAVAILABLE, "It did not answer in time.");
            if (!(reply instanceof Reply.Failed<String> failed) || tries == TRIES || !passes(failed.retryAt(), end)) {
                return reply;
            }
        }
    }

    /** Waits until then, unless that is too late, unknown, or the server stops. */
    private boolean passes(@Nullable Instant then, Instant end) {
        if (then == null || !then.isBefore(end)) {
            return false;
        }
        try {
            return !stopping.await(Duration.between(clock.instant(), then).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static <T extends Record> Reply<T> read(Reply<String> said, Class<T> shape) {
        return switch (said) {
            case Reply.Failed<String> failed -> failed.as();
            case Reply.Written<String>(String text, String model, Instant at, Tokens tokens) -> {
                // Many put words or fences around an object, however often they are told not to.
                int from = text.indexOf('{');
                int to = text.lastIndexOf('}');
                try {
                    yield from < 0 || to < from
                            ? Chat.outOfShape(tokens)
                            : new Reply.Written<>(
                                    STRICT.readValue(text.substring(from, to + 1), shape), model, at, tokens);
                } catch (JsonProcessingException other) {
                    yield Chat.outOfShape(tokens);
                }
            }
        };
    }

    private static <T> Reply<T> resting(Instant until) {
        return new Reply.Failed<>(
                UserErrorCode.MODEL_RATE_LIMITED,
                "It wants to be left alone until " + until.truncatedTo(ChronoUnit.SECONDS) + ".",
                until,
                Tokens.NONE);
    }

    /** How the model stands. */
    LanguageStanding standing() {
        if (chat == null) {
            return LanguageStanding.NONE;
        }
        return LanguageStanding.of(config, sql.everywhere(tx -> LanguageStore.last(tx, chat.name())), clock.instant());
    }

    /** What a studio spent this month. */
    LanguageUsage usage(UUID studio) {
        return LanguageUsage.of(config, sql.inStudio(studio, tx -> LanguageStore.spent(tx, studio)));
    }
}
