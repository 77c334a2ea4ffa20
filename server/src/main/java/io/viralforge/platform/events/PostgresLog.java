package io.viralforge.platform.events;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** The log, kept in Postgres. */
@Singleton
final class PostgresLog implements EventLog {
    private static final int RADIX = 36;

    private final EventStore store;
    private final Tail tail;

    PostgresLog(EventStore store, Tail tail) {
        this.store = store;
        this.tail = tail;
    }

    @Override
    public Publisher<Event> follow(UUID studio, Topic topic, @Nullable Set<UUID> subjects, @Nullable String after) {
        long position = after == null ? tail.position() : position(after);
        Set<UUID> only = subjects == null ? null : Set.copyOf(subjects);
        return new Pump<>(
                "events-" + topic, () -> new Follower(store, tail, new Tail.Key(studio, topic), only, position));
    }

    private long position(String cursor) {
        long position = parse(cursor);
        EventStore.Head head = store.head();
        if (position > head.last()) {
            throw notACursor();
        }
        if (position < head.purged()) {
            throw new CodedException(
                    ErrorCode.CURSOR_EXPIRED, "Events after this cursor have been deleted: read anew.");
        }
        return position;
    }

    private static long parse(String cursor) {
        try {
            if (cursor.startsWith("e")) {
                return Long.parseUnsignedLong(cursor, 1, cursor.length(), RADIX);
            }
        } catch (NumberFormatException malformed) {
            throw notACursor();
        }
        throw notACursor();
    }

    private static CodedException notACursor() {
        return new CodedException(ErrorCode.BAD_REQUEST, "after is not a cursor of this event log.");
    }
}
