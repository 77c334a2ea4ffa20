package io.viralforge.platform.events;

import io.viralforge.platform.sql.Tx;
import java.util.List;
import java.util.Set;

/**
 * A feature that acts on another's events, in order, starting where it stopped. An exception is logged and the same event
 * is tried again later, and after ten failures in a row passed over; that a store cannot be reached (UNAVAILABLE) is none.
 */
public sealed interface EventListener {
    /** Never changes: it names the position. */
    String name();

    Set<Topic> topics();

    /**
     * Acts on the database alone. One replica at a time calls it, and its position moves in the same transaction, so what
     * it does happens exactly once.
     */
    non-sealed interface Within extends EventListener {
        void on(Event event, Tx tx);
    }

    /**
     * Acts on something else, outside of any transaction, on some events at a time. What it does happens at least once, on
     * two replicas at the same time perhaps, so it must be harmless to repeat.
     */
    non-sealed interface Outside extends EventListener {
        void on(List<Event> events);
    }
}
