package io.viralforge.trends;

import io.viralforge.platform.http.OutboundRequest;
import java.util.List;

/**
 * A network on which one can see what people look at. An adapter says what to ask and reads the answer, as functions of
 * what they are given; the asking, with its limits, retries and faults, is {@link Sources}' business and the same for all.
 */
public interface TrendSource {
    Network network();

    /** What to ask; nothing when the network has nothing to say to such a question. */
    List<OutboundRequest> requests(Question question);

    /**
     * What one of the answers says.
     *
     * @param body a success's
     * @throws ChangedShapeException when it is not what the network's answers were when this was written
     * @throws TurnedAwayException when it says, with a success's status, that it will not answer
     */
    List<Sighting> read(byte[] body, Question question);
}
