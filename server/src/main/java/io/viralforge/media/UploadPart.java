package io.viralforge.media;

import java.net.URI;

/**
 * A part that has not arrived yet.
 *
 * @param number 1, 2, …
 * @param offset where in the file it begins, in bytes
 * @param bytes how many it has
 * @param url where to PUT it, presigned for an hour
 */
public record UploadPart(int number, long offset, long bytes, URI url) {}
