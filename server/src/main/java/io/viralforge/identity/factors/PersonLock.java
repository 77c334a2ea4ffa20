package io.viralforge.identity.factors;

import io.viralforge.platform.sql.Tx;
import java.util.UUID;

/**
 * The lock of a person's row. Whoever opens, refreshes or ends their sessions, or changes how they sign in, holds it until
 * the transaction ends: what is then read is what the one before has left. It comes before the locks of all that hangs on
 * the person, so that nobody waits in a circle.
 */
public final class PersonLock {
    private PersonLock() {}

    public static void take(Tx tx, UUID person) {
        tx.one("SELECT id FROM person WHERE id = ? FOR NO KEY UPDATE", row -> row.uuid("id"), person);
    }
}
