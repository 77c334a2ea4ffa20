package io.viralforge.identity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody did, or tried.
 *
 * @param action the mutation's name
 * @param person who; null: nobody known
 * @param key with which API key, null: signed in
 * @param address from where
 * @param details what of its arguments may be shown, as {@code name=value}
 * @param error why it was refused, null: it was done
 */
record AuditEntry(
        UUID id,
        Instant at,
        String action,
        @Nullable Person person,
        @Nullable UUID key,
        String address,
        List<String> details,
        @Nullable String error) {}
