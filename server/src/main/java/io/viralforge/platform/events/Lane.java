package io.viralforge.platform.events;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The newest events of one studio's topic that this replica has read, for all that follow it. Guarded by the tail's lock. */
final class Lane {
    /** So far may a follower fall behind before it has to read Postgres. */
    private static final int MOST = 256;

    private final Deque<Event> recent = new ArrayDeque<>();
    private final Condition news;
    private final Set<Condition> waiting = new HashSet<>();
    private long from;
    int followers;

    /** Begins after the event {@code from}. */
    Lane(ReentrantLock lock, long from) {
        this.news = lock.newCondition();
        this.from = from;
    }

    void add(Event event) {
        recent.add(event);
        if (recent.size() > MOST) {
            from = recent.remove().seq();
        }
        news.signalAll();
        waiting.forEach(Condition::signal);
    }

    /** Signals this condition too, of one that waits for several lanes. */
    void tell(Condition other) {
        waiting.add(other);
    }

    void tellNoMore(Condition other) {
        waiting.remove(other);
    }

    /** Signalled with the tail's lock when there may be something new. */
    Condition news() {
        return news;
    }

    /** The events after {@code seq}; null when the lane does not reach back that far. */
    @Nullable
    List<Event> after(long seq) {
        return seq < from
                ? null
                : recent.stream().filter(event -> event.seq() > seq).toList();
    }
}
