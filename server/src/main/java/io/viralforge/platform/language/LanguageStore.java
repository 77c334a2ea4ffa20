package io.viralforge.platform.language;

import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table language_call. Times are the database's. */
final class LanguageStore {
    private static final String MONTH = "date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'";

    private LanguageStore() {}

    /**
     * A question of a studio.
     *
     * @param prompt {@link Prompt#digest}
     * @param model with its provider
     */
    record Question(UUID studio, String prompt, String model) {}

    /** How the model did when it was asked last. */
    record Last(
            UserErrorCode fault, String message, @Nullable Instant retryAt) {}

    /** What a studio spent since the month began, UTC. */
    record Spent(Instant since, Tokens tokens) {}

    /** What was answered in the last 30 days; null: nothing of use. */
    static Reply.@Nullable Written<String> known(Tx tx, Question question) {
        return tx.row(
                """
                SELECT answer, model, ended_at, tokens_in, tokens_out FROM language_call
                WHERE studio_id = ? AND prompt = ? AND answer IS NOT NULL AND asked_at > now() - interval '30 days'
                ORDER BY asked_at DESC LIMIT 1""",
                row -> new Reply.Written<>(row.text("answer"), row.text("model"), row.instant("ended_at"), tokens(row)),
                question.studio,
                question.prompt);
    }

    /** Holds what is left of a studio's month against all others who would spend it, for the rest of the transaction. */
    static void hold(Tx tx, UUID studio) {
        tx.row("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))::text", row -> true, "language " + studio);
    }

    static boolean isBeingAsked(Tx tx, Question question) {
        return tx.one("""
                SELECT EXISTS (SELECT FROM language_call
                    WHERE studio_id = ? AND prompt = ? AND ended_at IS NULL AND ends_at > now()) AS is_asked""", row -> row.flag("is_asked"), question.studio, question.prompt);
    }

    /** How many of a studio's questions are open. */
    static int open(Tx tx, UUID studio) {
        return tx.one(
                "SELECT count(*)::int AS n FROM language_call WHERE studio_id = ? AND ended_at IS NULL AND ends_at > now()",
                row -> row.number("n"),
                studio);
    }

    /**
     * Until when the provider wants to be left alone; null: it does not. What it has said itself holds for all studios; a
     * minute where it has not said how long, for the one it turned away, or any of them could keep all others waiting.
     */
    static @Nullable Instant rest(Tx tx, Question question) {
        return tx.row(
                """
                SELECT retry_at AS rests FROM language_call WHERE retry_at > now() AND model = ?
                UNION ALL
                SELECT ended_at + interval '1 minute' FROM language_call
                WHERE studio_id = ? AND asked_at > now() - interval '1 hour' AND model = ? AND fault = ?
                    AND retry_at IS NULL AND ended_at > now() - interval '1 minute'
                ORDER BY rests DESC LIMIT 1""",
                row -> row.instant("rests"),
                question.model,
                question.studio,
                question.model,
                UserErrorCode.MODEL_RATE_LIMITED);
    }

    /**
     * Takes the most that a question can take from what is left of the month, until it is settled or its time is over.
     *
     * @param limit 0: there is none
     * @return false when less is left
     */
    static boolean reserve(Tx tx, Question question, UUID id, Tokens most, long limit, Duration time) {
        return tx.update(
                        """
                        INSERT INTO language_call (studio_id, id, prompt, model, asked_at, ends_at, tokens_in, tokens_out)
                        SELECT ?, ?, ?, ?, now(), now() + ? * interval '1 ms', ?, ?
                        WHERE ? = 0 OR ? + (SELECT coalesce(sum(tokens_in + tokens_out), 0) FROM language_call
                            WHERE studio_id = ? AND asked_at >= %s AND (ended_at IS NOT NULL OR ends_at > now())) <= ?""".formatted(MONTH),
                        question.studio,
                        id,
                        question.prompt,
                        question.model,
                        time.toMillis(),
                        most.in(),
                        most.out(),
                        limit,
                        most.sum(),
                        question.studio,
                        limit)
                == 1;
    }

    /** Puts what it took in place of what it could. */
    static void settle(Tx tx, UUID studio, UUID id, Reply<String> reply) {
        Reply.Written<String> written = reply instanceof Reply.Written<String> some ? some : null;
        Reply.Failed<String> failed = reply instanceof Reply.Failed<String> some ? some : null;
        tx.update(
                """
                UPDATE language_call SET ended_at = coalesce(?, now()), tokens_in = ?, tokens_out = ?, answer = ?, fault = ?, message = ?,
                    retry_at = ?
                WHERE studio_id = ? AND id = ?""",
                written == null ? null : written.writtenAt(),
                reply.tokens().in(),
                reply.tokens().out(),
                written == null ? null : written.value(),
                failed == null ? null : failed.code(),
                failed == null ? null : failed.message(),
                failed == null || failed.code() != UserErrorCode.MODEL_RATE_LIMITED ? null : failed.retryAt(),
                studio,
                id);
    }

    /** Of all studios, in the last day; null: it answered, or was not asked. */
    static @Nullable Last last(Tx tx, String model) {
        record Call(@Nullable Last last) {}
        Call call = tx.row(
                """
                SELECT fault, message, retry_at FROM language_call
                WHERE asked_at > now() - interval '1 day' AND model = ? AND ended_at IS NOT NULL
                ORDER BY asked_at DESC LIMIT 1""",
                row -> new Call(
                        row.textOrNull("fault") == null
                                ? null
                                : new Last(
                                        row.constant("fault", UserErrorCode.class),
                                        row.text("message"),
                                        row.instantOrNull("retry_at"))),
                model);
        return call == null ? null : call.last;
    }

    /** What a studio spent since the month began, with what it is spending. */
    static Spent spent(Tx tx, UUID studio) {
        return tx.one("""
                SELECT %s AS begun, coalesce(sum(tokens_in), 0)::bigint AS tokens_in,
                    coalesce(sum(tokens_out), 0)::bigint AS tokens_out
                FROM language_call WHERE studio_id = ? AND asked_at >= %s AND (ended_at IS NOT NULL OR ends_at > now())""".formatted(MONTH, MONTH), row -> new Spent(row.instant("begun"), tokens(row)), studio);
    }

    /** Forgets what neither answers nor counts any more: no month is longer. */
    static int purge(Tx tx, int most) {
        return tx.update("""
                DELETE FROM language_call WHERE (studio_id, id) IN (
                    SELECT studio_id, id FROM language_call WHERE asked_at < now() - interval '32 days' LIMIT ?)""", most);
    }

    private static Tokens tokens(Row row) {
        return new Tokens(row.big("tokens_in"), row.big("tokens_out"));
    }
}
