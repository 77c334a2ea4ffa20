/**
 * The media engine: looks at files by decoding them and renders recipes with FFmpeg as a child process.
 *
 * <p>Tables owned: none. Events out: none. Events in: none. Knows nothing of servers, jobs or leases; everything it
 * reads was written by a stranger.
 */
@NullMarked
package io.viralforge.worker.media;

import org.jspecify.annotations.NullMarked;
