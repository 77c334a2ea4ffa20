package io.viralforge.platform.log;

import java.util.Locale;
import org.slf4j.MDC;

/**
 * What the lines of the log are about, from where it is known to the end of the operation: told once, it stands in every
 * line of the thread, where the log is JSON. Ids as clients see them, and nothing else.
 */
public enum Subject {
    REQUEST,
    STUDIO,
    JOB,
    WORKER;

    private final String key = name().toLowerCase(Locale.ROOT);

    /** From now on it is this one. */
    public void is(String id) {
        MDC.put(key, id);
    }

    /** For whoever began the operation, at its end: the thread may do something else next. */
    public static void forget() {
        MDC.clear();
    }
}
