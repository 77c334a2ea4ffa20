/** Ids: a type's prefix and a UUIDv7, as in {@code job_0199…}. Clients never parse them. */
@NullMarked
package io.viralforge.platform.id;

import org.jspecify.annotations.NullMarked;
