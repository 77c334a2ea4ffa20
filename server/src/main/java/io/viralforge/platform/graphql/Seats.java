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
        return taken.merge(account, 1, Integer::sum) <= most;
    }

    public void leave(String account) {
        taken.computeIfPresent(account, (key, seats) -> seats == 1 ? null : seats - 1);
    }

    /** What a caller is told who has none left. */
    public CodedException tooMany() {
        return new CodedException(ErrorCode.THROTTLED, "At most " + most + " " + what + " at a time.");
    }
}
