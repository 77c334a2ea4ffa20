/**
 * Secrets: text that no log shows, files that only their owner reads, and sealing for what must lie in the database. The
 * master key never does.
 */
@NullMarked
package io.viralforge.platform.secrets;

import org.jspecify.annotations.NullMarked;
