package io.viralforge.platform.events;

/** What a durable subscription delivers: the log's event, or a feature's view of it. */
public interface Durable {
    /** The cursor to resume after it with. */
    String cursor();
}
