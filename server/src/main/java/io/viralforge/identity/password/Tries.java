package io.viralforge.identity.password;

import io.viralforge.identity.password.Brakes.Rule;
import java.time.Duration;

/** Counts tries. */
interface Tries {
    /** Counts a try, unless one must wait: then how long. */
    Duration begin(Rule rule, String key);

    /** Takes one try back. */
    void takeBack(Rule rule, String key);

    /** Forgets all tries. */
    void forget(Rule rule, String key);
}
