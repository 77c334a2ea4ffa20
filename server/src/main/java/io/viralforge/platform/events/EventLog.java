package io.viralforge.platform.events;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** The log as subscribers see it. */
public interface EventLog {
    /** Stands for the studio of events that belong to none. */
    UUID INSTALLATION = new UUID(0, 0);

    /**
     * The studio's events of one topic, in order, each once: those after the cursor, then live ones as they come. Ends
     * only by cancellation or with an error.
     *
     * @param subjects only about these, null: all
     * @param after cursor of the last event seen, null: from now on
     * @throws io.viralforge.platform.error.CodedException CURSOR_EXPIRED when events after the cursor have been purged;
     *     BAD_REQUEST when it is no cursor
     */
    Publisher<Event> follow(UUID studio, Topic topic, @Nullable Set<UUID> subjects, @Nullable String after);

    /**
     * The studio's next events of these topics, in order. Waits for the first of them, without a connection to the
     * database.
     *
     * @param topics only these; none: nothing is waited for
     * @param after cursor to go on after, null: now, and there are none
     * @param most how many
     * @param wait how long to wait at most; zero or less: not at all
     * @throws io.viralforge.platform.error.CodedException as {@link #follow}
     */
    EventPage read(UUID studio, Set<Topic> topics, @Nullable String after, int most, Duration wait);
}
