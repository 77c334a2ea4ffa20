/**
 * What is seen in pictures: where faces are, where something moves, where a shot ends, and where a camera would look.
 * Numbers of Java alone, without native code, so that every machine sees the same to the last bit.
 *
 * <p>Tables owned: none. Events out: none. Events in: none.
 */
@NullMarked
package io.viralforge.worker.vision;

import org.jspecify.annotations.NullMarked;
