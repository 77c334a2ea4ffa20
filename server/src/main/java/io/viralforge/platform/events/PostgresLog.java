package io.viralforge.platform.events;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** The log, kept in Postgres. */
@Singleton
final class PostgresLog implements EventLog {
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

    @Override
    public EventPage read(UUID studio, Set<Topic> topics, @Nullable String after, int most, Duration wait) {
        if (after == null) {
            return new EventPage(List.of(), Event.cursor(store.head().last()));
        }
        long position = position(after);
        if (topics.isEmpty()) {
            return new EventPage(List.of(), after);
        }
        try (Ear ear = new Ear(tail, studio, topics)) {
            long left = wait.toNanos();
            while (true) {
                // Read before the page: events become visible in order, so a page that is not full holds all up to
                // here.
                long known = Math.max(position, tail.position());
                List<Event> page = store.after(position, most, studio, topics);
                if (page == null) {
                    throw expired();
                }
                long seen = page.isEmpty() ? position : page.getLast().seq();
                position = page.size() == most ? seen : Math.max(seen, known);
                if (!page.isEmpty() || left <= 0) {
                    return new EventPage(page, Event.cursor(position));
                }
                left = ear.await(position, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.UNAVAILABLE, "This server is stopping.", e);
        }
    }

    private long position(String cursor) {
        long position = parse(cursor);
        EventStore.Head head = store.head();
        if (position > head.last()) {
            throw notACursor();
        }
        if (position < head.purged()) {
            throw expired();
        }
        return position;
    }

    private static long parse(String cursor) {
        try {
            if (cursor.startsWith("e")) {
                return Long.parseUnsignedLong(cursor, 1, cursor.length(), Event.RADIX);
            }
        } catch (NumberFormatException malformed) {
            throw notACursor();
        }
        throw notACursor();
    }

    static CodedException expired() {
        return new CodedException(ErrorCode.CURSOR_EXPIRED, "Events after this cursor have been deleted: read anew.");
    }

    private static CodedException notACursor() {
        return new CodedException(ErrorCode.BAD_REQUEST, "after is not a cursor of this event log.");
    }
}
