package io.viralforge.platform.storage;

/**
 * A part that the store holds.
 *
 * @param number 1 to 10,000
 * @param bytes its size
 * @param tag the store's name for this content of it, needed to complete the upload
 */
public record Part(int number, long bytes, String tag) {}
