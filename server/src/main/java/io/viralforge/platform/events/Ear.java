package io.viralforge.platform.events;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Condition;

/** Waits for a studio's news on several topics, without holding anything but its place in their lanes. */
final class Ear implements AutoCloseable {
    private final Tail tail;
    private final List<Tail.Key> keys;
    private final List<Lane> lanes;
    private final Condition news;

    Ear(Tail tail, UUID studio, Collection<Topic> topics) {
        this.tail = tail;
        this.keys = topics.stream().map(topic -> new Tail.Key(studio, topic)).toList();
        this.news = tail.lock().newCondition();
        tail.lock().lock();
        try {
            lanes = keys.stream().map(tail::join).toList();
            lanes.forEach(lane -> lane.tell(news));
        } finally {
            tail.lock().unlock();
        }
    }

    /**
     * Waits until there may be an event after {@code seq}.
     *
     * @param nanos how long at most
     * @return how long it might still wait; 0 or less when the time is over
     */
    long await(long seq, long nanos) throws InterruptedException {
        tail.lock().lock();
        try {
            long left = nanos;
            while (left > 0 && lanes.stream().noneMatch(lane -> isNews(lane, seq))) {
                left = news.awaitNanos(left);
            }
            return left;
        } finally {
            tail.lock().unlock();
        }
    }

    /** A lane that does not reach back that far may have had some. */
    private static boolean isNews(Lane lane, long seq) {
        List<Event> events = lane.after(seq);
        return events == null || !events.isEmpty();
    }

    @Override
    public void close() {
        tail.lock().lock();
        try {
            lanes.forEach(lane -> lane.tellNoMore(news));
            keys.forEach(tail::leave);
        } finally {
            tail.lock().unlock();
        }
    }
}
