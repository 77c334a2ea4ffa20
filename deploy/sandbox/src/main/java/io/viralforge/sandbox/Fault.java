package io.viralforge.sandbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What goes wrong with one request, or with what comes of it. */
public sealed interface Fault {
    /** It takes that long, in real time whatever the sandbox's clock says, before anything is done. */
    record Delay(Duration by) implements Fault {}

    /**
     * An error of the server itself or of a gateway before it.
     *
     * @param when AFTER: the effect takes place all the same, as behind a gateway that ran out of patience
     * @param status 429, 500, 502, 503 and the like; the body says nothing of use
     * @param retryAfter sent as Retry-After, in whole seconds
     */
    record Answer(When when, int status, @Nullable Duration retryAfter) implements Fault {}

    /** The connection breaks without an answer. */
    record Cut(When when) implements Fault {}

    /**
     * The request waits at a gate until it is let through, so that a test can end a process at this very step. Midway it
     * breaks off there.
     */
    record Hold(When when, Gate gate) implements Fault {}

    /** The access token that came with the request is taken back; a refresh mends it. */
    record StaleToken() implements Fault {}

    /** Nothing is left of what is allowed: at YouTube of the day's quota, at TikTok of the token's minute. */
    record OverQuota() implements Fault {}

    /** The upload that the request is about is forgotten. */
    record ExpiredUpload() implements Fault {}

    /**
     * What was published fails when it is processed; for the operations named PROCESSING alone.
     *
     * @param status YouTube: "failed" or "rejected"; TikTok: "FAILED"
     * @param reason in the network's own word, such as "codec" or "duration_check"
     */
    record Spoil(String status, String reason) implements Fault {}

    /** The same message comes that many times in all; for webhooks alone. */
    record Repeat(int times) implements Fault {}
}
