package io.viralforge.platform.storage;

import java.io.InputStream;

/**
 * Part of a file or all of it, on its way to a client.
 *
 * @param length how many bytes it has
 */
record Stretch(InputStream content, long length) {}
