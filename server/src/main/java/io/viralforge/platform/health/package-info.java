/** Whether this replica lives and what it can reach. Owns no table. Stores bring a {@link io.viralforge.platform.health.Probe} each. */
@NullMarked
package io.viralforge.platform.health;

import org.jspecify.annotations.NullMarked;
