package io.viralforge.platform.events;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's way through the log. All it knows is how far it has come: if its lane reaches back there, it reads the
 * lane, else a page from Postgres. So a slow one holds up nobody, costs a page of memory, and misses and repeats nothing.
 */
final class Follower implements Pump.Source<Event> {
    private static final int PAGE = 200;

    private final EventStore store;
    private final Tail tail;
    private final Tail.Key key;
    private final @Nullable Set<UUID> subjects;
    private final Lane lane;
    private final Queue<Event> ready = new ArrayDeque<>();
    private volatile boolean isClosed;

    /** Every event up to this one has been taken, is in {@link #ready}, or is not for this follower. */
    private long position;

    Follower(EventStore store, Tail tail, Tail.Key key, @Nullable Set<UUID> subjects, long position) {
        this.store = store;
        this.tail = tail;
        this.key = key;
        this.subjects = subjects;
        this.position = position;
        this.lane = tail.join(key);
    }

    @Override
    public @Nullable Event next() throws InterruptedException {
        while (!isClosed) {
            Event event = ready.poll();
            if (event != null) {
                return event;
            }
            List<Event> news = awaitLane();
            if (news == null) {
                readPage();
            } else {
                take(news);
            }
        }
        return null;
    }

    @Override
    public void close() {
        tail.lock().lock();
        try {
            if (!isClosed) {
                isClosed = true;
                tail.leave(key);
                lane.news().signalAll();
            }
        } finally {
            tail.lock().unlock();
        }
    }

    /** Waits for news in the lane; null when what comes next is no longer there. */
    private @Nullable List<Event> awaitLane() throws InterruptedException {
        tail.lock().lock();
        try {
            List<Event> news = lane.after(position);
            while (news != null && news.isEmpty() && !isClosed) {
                lane.news().await();
                news = lane.after(position);
            }
            return news;
        } finally {
            tail.lock().unlock();
        }
    }

    private void take(List<Event> news) {
        for (Event event : news) {
            position = event.seq();
            if (subjects == null || subjects.contains(event.subject())) {
                ready.add(event);
            }
        }
    }

    private void readPage() {
        // Read before the page: events become visible in order, so a page that is not full holds all up to here.
        long known = tail.position();
        List<Event> page = store.after(position, PAGE, key.studio(), key.topic(), subjects);
        if (page == null) {
            throw PostgresLog.expired();
        }
        ready.addAll(page);
        if (!page.isEmpty()) {
            position = page.getLast().seq();
        }
        if (page.size() < PAGE) {
            position = Math.max(position, known);
        }
    }
}
