package io.viralforge.platform.storage;

/**
 * A whole object.
 *
 * @param bytes its size
 * @param tag the store's name for its content, without quotes; an object never changes, so neither does its tag
 */
public record Stored(long bytes, String tag) {}
