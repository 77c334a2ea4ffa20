package io.viralforge.platform.sql;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Lets a mutation that spends, starts or publishes be repeated safely. The key is claimed in the transaction of the
 * action itself: both happen or neither. When two replicas get the same request at once, the second one's claim waits
 * for the first one's commit and then finds its result.
 */
@Singleton
public final class Idempotency {
    /** How long a key is remembered. */
    public static final Duration KEPT = Duration.ofDays(7);

    private static final int LONGEST_KEY = 200;
    private static final UUID CLAIMED = new UUID(0, 0);

    /**
     * A request that may come again.
     *
     * @param studio in which studio
     * @param actor who asks; keys of different actors have nothing to do with each other
     * @param operation the mutation's name
     * @param key chosen by the client, 1 to 200 characters
     * @param fingerprint of the arguments, see {@link Fingerprint}
     */
    public record Request(UUID studio, UUID actor, String operation, String key, String fingerprint) {
        /** A request with these arguments, the key not among them. */
        public static Request of(
                UUID studio, UUID actor, String operation, String key, Map<String, ? extends Object> arguments) {
            return new Request(studio, actor, operation, key, Fingerprint.of(arguments));
        }
    }

    /**
     * Acts once, and answers a repeat with the first result. A refused action leaves no trace: its key may be used
     * again, for another request too.
     *
     * @param action works in the same transaction; answers with the id of what it made or found
     * @return the action's outcome; for a repeat the first result; CONFLICT at {@code idempotencyKey} when the key
     *     belongs to another request; OUT_OF_RANGE or INVALID there when it is no key
     */
    public Outcome<UUID> once(Tx tx, Request request, Supplier<Outcome<UUID>> action) {
        if (request.key.isEmpty() || request.key.length() > LONGEST_KEY) {
            return Outcome.refused(
                    UserErrorCode.OUT_OF_RANGE,
                    "An idempotency key has 1 to " + LONGEST_KEY + " characters.",
                    "idempotencyKey");
        }
        if (request.key.codePoints().anyMatch(Idempotency::isNoText)) {
            return Outcome.refused(
                    UserErrorCode.INVALID, "An idempotency key has no control characters.", "idempotencyKey");
        }
        return claim(tx, request) ? act(tx, request, action) : replay(tx, request);
    }

    /** Forgets keys from before the given time; how many. */
    public int purge(Tx tx, Instant before) {
        return tx.update("DELETE FROM idempotency WHERE created_at < ?", before);
    }

    /** Controls, and halves of characters, which the database would take for question marks. */
    private static boolean isNoText(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
    }

    private static boolean claim(Tx tx, Request request) {
        return tx.update(
                        """
                        INSERT INTO idempotency (studio_id, actor, operation, key, request, result)
                        VALUES (?, ?, ?, ?, decode(?, 'hex'), ?)
                        ON CONFLICT DO NOTHING
                        """,
                        request.studio,
                        request.actor,
                        request.operation,
                        request.key,
                        request.fingerprint,
                        CLAIMED)
                == 1;
    }

    private static Outcome<UUID> act(Tx tx, Request request, Supplier<Outcome<UUID>> action) {
        Outcome<UUID> outcome = action.get();
        String row = " WHERE studio_id = ? AND actor = ? AND operation = ? AND key = ?";
        switch (outcome) {
            case Outcome.Done<UUID>(UUID result) ->
                tx.update(
                        "UPDATE idempotency SET result = ?" + row,
                        result,
                        request.studio,
                        request.actor,
                        request.operation,
                        request.key);
            case Outcome.Refused<UUID> refused ->
                tx.update(
                        "DELETE FROM idempotency" + row, request.studio, request.actor, request.operation, request.key);
        }
        return outcome;
    }

    private static Outcome<UUID> replay(Tx tx, Request request) {
        return tx.one(
                """
                SELECT result, request = decode(?, 'hex') AS is_same FROM idempotency
                WHERE studio_id = ? AND actor = ? AND operation = ? AND key = ?
                """,
                row -> row.flag("is_same")
                        ? Outcome.done(row.uuid("result"))
                        : Outcome.refused(
                                UserErrorCode.CONFLICT,
                                "This idempotency key was used for another request.",
                                "idempotencyKey"),
                request.fingerprint,
                request.studio,
                request.actor,
                request.operation,
                request.key);
    }
}
