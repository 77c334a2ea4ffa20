package io.viralforge.client;

import io.viralforge.types.Operation;

/** Whether an operation may be sent again when nobody knows if it was carried out. */
public enum Repeat {
    /** Twice is as good as once: queries, mutations with an idempotency key, and those the schema calls safe to repeat. */
    SAFE,
    /** Sent again only when it certainly was not carried out. */
    NEVER;

    static Repeat of(Operation<?> operation) {
        return operation.kind() == Operation.Kind.QUERY ? SAFE : NEVER;
    }
}
