/** What every feature stands on; knows none of them. */
@NullMarked
package io.viralforge.platform;

import org.jspecify.annotations.NullMarked;
