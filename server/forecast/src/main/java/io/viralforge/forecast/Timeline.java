package io.viralforge.forecast;

import io.viralforge.forecast.UnreadableSightingsException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sightings by slot and item, in whatever order they came. */
final class Timeline {
    /** About 300 bytes each. */
    private static final int MOST = 4_000_000;

    private final Terms terms;
    private final TreeMap<Long, Map<String, Observation.Merging>> slots = new TreeMap<>();
    private int size;

    /** @param seen each item once, by name */
    record Slot(long number, List<Observation> seen) {}

    Timeline(Terms terms) {
        this.terms = terms;
    }

    /** @throws UnreadableSightingsException also TOO_MANY */
    long read(InputStream in) throws IOException {
        try {
            return SightingsFile.read(in, this::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** @throws UncheckedIOException of TOO_MANY */
    void add(Sighting one) {
        Map<String, Observation.Merging> slot = slots.computeIfAbsent(terms.slot(one.seenAt()), _ -> new HashMap<>());
        Observation.@Nullable Merging there = slot.get(one.item());
        if (there != null) {
            there.add(one);
            return;
        }
        if (++size > MOST) {
            throw new UncheckedIOException(new UnreadableSightingsException(
                    Code.TOO_MANY, 0, "More than " + MOST + " items and times: take a shorter time or fewer items."));
        }
        slot.put(one.item(), new Observation.Merging(one));
    }

    /** How many slots are left that have a sighting. */
    int length() {
        return slots.size();
    }

    /** Hands out the earliest slot and forgets it; null after the last. */
    @Nullable
    Slot next() {
        Map.@Nullable Entry<Long, Map<String, Observation.Merging>> slot = slots.pollFirstEntry();
        return slot == null
                ? null
                : new Slot(
                        slot.getKey(),
                        slot.getValue().values().stream()
                                .map(Observation.Merging::merged)
                                .sorted(Comparator.comparing(Observation::item))
                                .toList());
    }
}
