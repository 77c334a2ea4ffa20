package io.viralforge.identity;

import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Whether the operator trusts whoever holds a worker token. */
@Singleton
public final class WorkerTrust {
    /** False also for a token that there is not. */
    public boolean isTrusted(Tx tx, UUID token) {
        return Boolean.TRUE.equals(
                tx.row("SELECT is_trusted FROM worker_token WHERE id = ?", row -> row.flag("is_trusted"), token));
    }
}
