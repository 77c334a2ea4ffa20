/**
 * A language model, if the operator has set one: asked within a studio's budget, and not twice for the same. Without one
 * whoever asks is told so, and everything else works. Table: language_call. No events.
 */
@NullMarked
package io.viralforge.platform.language;

import org.jspecify.annotations.NullMarked;
