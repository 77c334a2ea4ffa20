/**
 * Passwords as they are hashed, and how guesses of them and of all else that can be guessed are slowed down. Owns no tables.
 * Writes and hears no events.
 */
@NullMarked
package io.viralforge.identity.password;

import org.jspecify.annotations.NullMarked;
