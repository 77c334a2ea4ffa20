/** What a line of the log is about. Owns no table. */
@NullMarked
package io.viralforge.platform.log;

import org.jspecify.annotations.NullMarked;
