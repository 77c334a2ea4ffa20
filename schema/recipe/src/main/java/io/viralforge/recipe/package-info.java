/**
 * The recipe: what a render is made of, its limits, and the canonical text that names it.
 *
 * <p>Tables owned: none. Events out: none. Events in: none. Depends on nothing of ours, so that server and worker share
 * it.
 */
@NullMarked
package io.viralforge.recipe;

import org.jspecify.annotations.NullMarked;
