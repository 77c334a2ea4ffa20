package io.viralforge.client;

import java.net.URI;

/**
 * A part of a file that is still to be sent.
 *
 * @param number counted from 1
 * @param offset where in the file it begins, in bytes
 * @param bytes its length
 * @param url presigned address to PUT it to
 */
public record Part(int number, long offset, long bytes, URI url) {}
