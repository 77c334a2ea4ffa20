package io.viralforge.media;

import org.jspecify.annotations.Nullable;

/**
 * How much a studio keeps, of how much.
 *
 * @param bytes of its files, each content once, and of open uploads
 * @param maxBytes null: as many as there is room for
 */
record StorageUse(long bytes, @Nullable Long maxBytes) {}
