package io.viralforge.trends;

import io.viralforge.platform.http.OutboundRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network on which one can see what people look at. An adapter says what to ask and reads the answer, as functions of
 * what they are given; the asking, with its limits, retries and faults, is {@link Visits}' business and the same for all.
 */
public interface TrendSource {
    Network network();

    /** What the operator has to set before it is asked. */
    default List<Credential> credentials() {
        return List.of();
    }

    /** Asks for a token (RFC 6749, 4.4), which all its requests then bear; null: it wants none. */
    default @Nullable OutboundRequest login() {
        return null;
    }

    /** What to ask; nothing when the network has nothing to say to such a question. */
    List<OutboundRequest> requests(Question question);

    /** What to ask besides, where an answer only tells what to ask next: a search that gives ids alone. */
    default List<OutboundRequest> searches(Question question) {
        return List.of();
    }

    /**
     * What to ask after a search.
     *
     * @param body the answer of one of {@link #searches}
     * @throws ChangedShapeException as {@link #read}
     */
    default List<OutboundRequest> next(byte[] body, Question question) {
        return List.of();
    }

    /**
     * What one of the answers to {@link #requests} and {@link #next} says.
     *
     * @param body a success's
     * @throws ChangedShapeException when it is not what the network's answers were when this was written
     * @throws TurnedAwayException when it says, with a success's status, that it will not answer
     */
    List<Sighting> read(byte[] body, Question question);

    /** Whether its answers are feeds, which can say that nothing has changed (RFC 9110, 13.1). */
    default boolean isFeed() {
        return false;
    }

    /** The status that a refusal should have had: some say by 400 that a key does not count (401), or by 403 that it was asked too often (429). */
    default int meaning(int status, byte[] body) {
        return status;
    }
}
