package io.viralforge.platform.storage;

import java.time.Instant;

/**
 * An upload that was started and neither completed nor aborted.
 *
 * @param upload what {@link ObjectStore#start} returned
 */
public record PendingUpload(ObjectKey key, String upload, Instant startedAt) {}
