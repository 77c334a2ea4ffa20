package io.viralforge.identity.factors;

import io.viralforge.platform.sql.Tx;
import java.util.UUID;

/** Hears, in its transaction, of what changes in how a person signs in. One bean, in identity. */
public interface FactorNews {
    /**
     * Something was added or removed.
     *
     * @param what a sentence for the person
     */
    void changed(Tx tx, UUID person, String what);
}
