/**
 * Voices that read text aloud: one of this server's own, and vendors' where the operator has keys. What they say becomes
 * an asset. Owns the table voice_call. No events.
 */
@NullMarked
package io.viralforge.speech;

import org.jspecify.annotations.NullMarked;
