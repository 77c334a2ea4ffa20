package io.viralforge.trends.samples;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** What networks showed, over time. Times count to the minute, so that whatever is kept twice is there once. */
@Singleton
public final class Samples {
    /** Questions of one caller that are under way. */
    private static final int AT_A_TIME = 32;

    /** Hours of a replay that are in memory: the one being told, and those read ahead. */
    private static final int HOURS_AT_A_TIME = 3;

    private static final Duration HOUR = Duration.ofHours(1);

    private final SampleStore store;
    private final Waiting waiting;

    Samples(SampleStore store, Waiting waiting) {
        this.store = store;
        this.waiting = waiting;
    }

    private record Key(UUID item, Instant minute) {}

    /**
     * Keeps what one network showed; safe to repeat. While Cassandra is away it waits in Postgres and is moved later.
     *
     * @param seen in any order. Of one item in one minute all that is in one call is merged; among calls the later look
     *     counts, in whatever order they come, and only places add up. What says nothing at all is not kept.
     */
    public void keep(String network, Collection<Seen> seen) {
        Collection<Seen> merged = merged(seen);
        if (!isTaken(network, merged)) {
            waiting.add(network, merged);
        }
    }

    /**
     * As {@link #keep}, of what a studio brings.
     *
     * @return false, and nothing is kept, when Cassandra is away and as much of that waits for it as may. Where there is none
     *     to wait for, it is true, and what is too much is lost.
     */
    public boolean bring(UUID studio, String network, Collection<Seen> seen) {
        Collection<Seen> merged = merged(seen);
        return isTaken(network, merged) || waiting.bring(studio, network, merged) || !store.isThere();
    }

    private boolean isTaken(String network, Collection<Seen> seen) {
        try {
            store.write(network, seen);
            return true;
        } catch (CodedException away) {
            if (away.code() != ErrorCode.UNAVAILABLE) {
                throw away;
            }
            return false;
        }
    }

    static Collection<Seen> merged(Collection<Seen> seen) {
        Map<Key, Seen> merged = new LinkedHashMap<>();
        for (Seen one : seen) {
            merged.merge(
                    new Key(one.item(), one.sample().at().truncatedTo(ChronoUnit.MINUTES)),
                    one,
                    (a, b) -> new Seen(a.item(), a.sample().and(b.sample())));
        }
        return merged.values();
    }

    /**
     * The newest of an item's samples, in their order of time.
     *
     * @param from the first that may be among them
     * @param most 1 at least
     * @throws CodedException UNAVAILABLE
     */
    public List<Sample> series(UUID item, Instant from, int most) {
        return store.newest(item, from, most).reversed();
    }

    /** As the series of each alone, asked for together; of an item without samples it is empty. */
    public Map<UUID, List<Sample>> series(Collection<UUID> items, Instant from, int most) {
        return items.stream()
                .distinct()
                .gather(Gatherers.mapConcurrent(AT_A_TIME, item -> Map.entry(item, series(item, from, most))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * Tells all that one network showed, hour by hour in order of time. An hour in which there was nothing is not told.
     * No more than three hours are held in memory.
     *
     * @param from the first minute that is told
     * @param until the first minute that is not
     * @throws CodedException UNAVAILABLE, maybe after some hours have been told
     */
    public void replay(String network, Instant from, Instant until, Consumer<List<Seen>> hour) {
        Stream.iterate(from.truncatedTo(ChronoUnit.HOURS), begin -> begin.isBefore(until), begin -> begin.plus(HOUR))
                .gather(Gatherers.mapConcurrent(HOURS_AT_A_TIME, begin -> store.hour(network, begin, from, until)))
                .filter(seen -> !seen.isEmpty())
                .forEach(hour);
    }
}
