package io.viralforge.jobs;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a running job is.
 *
 * @param stage what it is at
 * @param fraction share of the whole job, 0 to 1
 * @param remaining estimate, null while unknown
 */
record Progress(JobStage stage, double fraction, @Nullable Duration remaining) {
    Progress {
        fraction = Math.clamp(fraction, 0, 1);
    }

    /** As a tick's payload. */
    Map<String, Object> payload(int attempt) {
        Map<String, Object> payload = new HashMap<>();
        payload.put("attempt", attempt);
        payload.put("stage", stage);
        payload.put("fraction", fraction);
        if (remaining != null) {
            payload.put("remainingMs", remaining.toMillis());
        }
        return payload;
    }
}
