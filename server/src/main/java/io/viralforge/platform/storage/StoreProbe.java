package io.viralforge.platform.storage;

import io.viralforge.platform.health.Probe;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Without the object store no file comes in or goes out; everything else works. */
@Singleton
final class StoreProbe implements Probe {
    private final ObjectStore store;

    StoreProbe(ObjectStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "objects";
    }

    @Override
    public boolean isRequired() {
        return false;
    }

    /** Asks for something that a missing folder or bucket cannot answer, as it can for a missing object. */
    @Override
    public boolean isUp() {
        return store.pending(Instant.EPOCH).isEmpty();
    }
}
