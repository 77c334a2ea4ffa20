package io.viralforge.jobs;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.sql.Tx;
import java.util.UUID;

/** Whoever can say that a studio has spent what it may. This way around, jobs know nothing of money. */
public interface JobBudget {
    /** Whether one more job may be queued; or BUDGET_SPENT, at the path. */
    Outcome<Boolean> admit(Tx tx, UUID studio, String... path);
}
