package io.viralforge.platform.graphql;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** What came of an operation. Bodies are JSON objects as the GraphQL specification defines the response. */
public sealed interface Answer {
    /** It was executed; single fields may have failed. */
    record Executed(Map<String, @Nullable Object> body) implements Answer {}

    /** Nothing was executed, or a subscription could not begin. */
    record Refused(Reason reason, Map<String, @Nullable Object> body) implements Answer {}

    /** Nothing was executed: the caller has no points left. */
    record Throttled(Duration retryAfter, Map<String, @Nullable Object> body) implements Answer {}

    /** A subscription. It ends as its source does, with an error that {@link Faults} can read. */
    record Subscribed(Publisher<Event> events) implements Answer {}

    /**
     * One event of a subscription.
     *
     * @param cursor with which the subscription can go on after it, null when it cannot
     * @param json the body, written once for all who share it
     */
    record Event(@Nullable String cursor, String json) {}

    /** Why an operation was not executed. */
    enum Reason {
        /** The document, its variables or the operation's name are wrong, or a limit is exceeded. */
        INVALID,
        /** This way of asking does not serve that kind of operation. */
        KIND,
        /** The source of a subscription's events said no. */
        SOURCE
    }
}
