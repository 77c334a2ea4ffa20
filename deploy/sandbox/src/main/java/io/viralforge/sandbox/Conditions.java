package io.viralforge.sandbox;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The conditions that hold. */
public final class Conditions {
    private final Map<Condition, Long> set = new ConcurrentHashMap<>();

    Conditions() {}

    /** Holds from now on; 0 or more. */
    public void set(Condition condition, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(condition + " cannot be " + value + ".");
        }
        set.put(condition, value);
    }

    /** All are again as usual. */
    public void clear() {
        set.clear();
    }

    public long get(Condition condition) {
        return set.getOrDefault(condition, condition.usual());
    }

    boolean is(Condition condition) {
        return get(condition) != 0;
    }

    Duration seconds(Condition condition) {
        return Duration.ofSeconds(get(condition));
    }
}
