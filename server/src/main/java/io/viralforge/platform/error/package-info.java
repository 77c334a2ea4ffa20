/**
 * Failures. Expected ones are values: an {@link io.viralforge.platform.error.Outcome} with {@link
 * io.viralforge.platform.error.UserError}s. Everything else is an exception with an {@link
 * io.viralforge.platform.error.ErrorCode}.
 */
@NullMarked
package io.viralforge.platform.error;

import org.jspecify.annotations.NullMarked;
