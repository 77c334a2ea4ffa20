package io.viralforge.platform.transport;

import io.viralforge.platform.id.Uuid7;
import jakarta.inject.Singleton;

/** Names requests, so that an answer can be found in the log. */
@Singleton
final class RequestIds {
    private final Uuid7 ids;

    RequestIds(Uuid7 ids) {
        this.ids = ids;
    }

    String next() {
        return ids.next().toString();
    }
}
