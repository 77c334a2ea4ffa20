/**
 * Speech to text: which words are said in a sound, and when; and captions made of them.
 *
 * <p>Tables owned: none. Events out: none. Events in: none. Knows nothing of files, FFmpeg or jobs.
 */
@NullMarked
package io.viralforge.worker.speech;

import org.jspecify.annotations.NullMarked;
