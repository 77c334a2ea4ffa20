package io.viralforge.platform.graphql;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How much of something lasting each caller holds at a time on this replica, so that none holds it all. */
public final class Seats {
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();
    private final int most;
    private final String what;

    /** So many for each caller, of what a refusal calls by this name. */
    public Seats(int most, String what) {
        this.most = most;
        this.what = what;
    }

    /** Whether the next one would be too many. */
    public boolean areTaken(String account) {
        return taken.getOrDefault(account, 0) >= most;
    }

    /** Takes one; false: it is one too many. Each has to be left again, that one too. */
    public boolean take(String account) {
        return take(account, 1);
    }

    /** Takes as many, as {@link #take(String)} takes one. */
    public boolean take(String account, int seats) {
        return taken.merge(account, seats, Integer::sum) <= most;
    }

    public void leave(String account) {
        leave(account, 1);
    }

    public void leave(String account, int seats) {
        taken.computeIfPresent(account, (key, before) -> before == seats ? null : before - seats);
    }

    /** What a caller is told who has none left. */
    public CodedException tooMany() {
        return new CodedException(ErrorCode.THROTTLED, "At most " + most + " " + what + " at a time.");
    }
}
