package io.viralforge.platform.events;

/** What an event is about. */
public enum Topic {
    /** An asset changed state; subject: the asset. Payload: {@code state}. */
    ASSET,
    /** A job changed state; subject: the job. Payload: {@code kind}, {@code state}, {@code attempt}, and {@code cost} when an
     * attempt ended. */
    JOB
}
