/** The recipe: what a render is made of, its limits, and the canonical text that names it. */
@NullMarked
package io.viralforge.recipe;

import org.jspecify.annotations.NullMarked;
