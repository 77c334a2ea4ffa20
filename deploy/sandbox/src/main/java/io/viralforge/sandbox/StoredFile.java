package io.viralforge.sandbox;

/**
 * What is kept of a video: enough to tell whether the right bytes came, once and in order.
 *
 * @param length in bytes
 * @param sha256 in lower-case hex
 * @param head the first 64 bytes or fewer, in lower-case hex
 */
public record StoredFile(long length, String sha256, String head) {}
