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

    /** For whoever begins and ends an operation: its thread may have done something else before, and may next. */
    public static void forget() {
        MDC.clear();
    }
}
