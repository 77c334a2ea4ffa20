package io.viralforge.platform.events;

/** What an event is about. */
public enum Topic {
    /** An asset changed state; subject: the asset. Payload: {@code state}. */
    ASSET,
    /** A job changed state; subject: the job. Payload: {@code kind}, {@code state}, {@code attempt}, and {@code cost} when an
     * attempt ended. */
    JOB,
    /** A worker changed state by an operator or a verdict; subject: the worker; of {@link EventLog#INSTALLATION}. Payload:
     * {@code state}. */
    WORKER,
    /** A niche was looked at; subject: the niche. Payload: {@code asked} and {@code answered} networks, {@code seen} things
     * and {@code new} ones. */
    NICHE,
    /** A trend broke out of its course; subject: its niche. Payload: {@code trend} and {@code times}. */
    TREND,
    /** A publication came to another state, or into trouble; subject: the publication. Payload: {@code state}. */
    PUBLICATION
}
