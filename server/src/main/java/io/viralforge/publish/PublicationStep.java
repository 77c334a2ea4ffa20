package io.viralforge.publish;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a publication.
 *
 * @param detail what was heard, for a person; no secret
 */
record PublicationStep(
        UUID id,
        Instant at,
        PublicationStepKind kind,
        @Nullable String detail) {}
