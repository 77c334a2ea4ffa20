/** Where this replica's traces go. Owns no table. */
@NullMarked
package io.viralforge.platform.trace;

import org.jspecify.annotations.NullMarked;
