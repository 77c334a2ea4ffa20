/**
 * What a person can show besides a password: codes of an app, codes to recover with, passkeys; and what has begun and
 * waits for one. Persons are ids here: who they are, what they may do and how often they may try is for {@link
 * io.viralforge.identity}. Owns the tables totp, recovery_code, passkey and factor_challenge. Writes and hears no events.
 */
@NullMarked
package io.viralforge.identity.factors;

import org.jspecify.annotations.NullMarked;
