/**
 * Access tokens and the keys that sign them. Owns the table signing_key. Writes and hears no events.
 */
@NullMarked
package io.viralforge.identity.token;

import org.jspecify.annotations.NullMarked;
