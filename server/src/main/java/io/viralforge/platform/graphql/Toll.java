package io.viralforge.platform.graphql;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What it costs to have something looked up before anybody knows who asks: a point of their network's, out of the bucket
 * that strangers there share. It comes back to who is known.
 */
@Singleton
public final class Toll {
    private static final Actor NOBODY = new Actor.Anonymous();

    private final Budgets budgets;

    Toll(Budgets budgets) {
        this.budgets = budgets;
    }

    /**
     * Looks it up.
     *
     * @param address IP address, or "unknown"
     * @return null when nothing was found
     * @throws CodedException THROTTLED when the network has no point left, and nothing was looked up
     */
    public <T> @Nullable T find(String address, Supplier<@Nullable T> lookup) {
        Budgets.Bucket bucket = budgets.take(NOBODY, address, 1);
        if (!bucket.isTaken()) {
            throw new CodedException(
                    ErrorCode.THROTTLED, "Too much is asked by strangers where you are. Try again in a second.");
        }
        T found = lookup.get();
        if (found != null) {
            budgets.giveBack(bucket, 1);
        }
        return found;
    }
}
