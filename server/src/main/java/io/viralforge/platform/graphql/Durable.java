package io.viralforge.platform.graphql;

/** What a durable subscription delivers: an event that can be resumed after. */
public interface Durable {
    /** The cursor to resume after it with. */
    String cursor();
}
