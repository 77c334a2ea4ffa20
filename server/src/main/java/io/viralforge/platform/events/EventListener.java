package io.viralforge.platform.events;

import io.viralforge.platform.sql.Tx;
import java.util.Set;

/**
 * A feature that acts on another's events. One replica at a time calls it, in order, starting where it stopped; its
 * position moves in the same transaction, so what it does to the database happens exactly once, and anything else at
 * least once. An exception is logged and the same event is tried again later.
 */
public interface EventListener {
    /** Never changes: it names the position. */
    String name();

    Set<Topic> topics();

    void on(Event event, Tx tx);
}
