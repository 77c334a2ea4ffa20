/**
 * Speaks the protocols of YouTube and TikTok on this machine, and refuses what they refuse.
 *
 * <p>Purpose: people rehearse publishing without an account, and tests prove that a clip is published exactly once.
 * <br>Tables owned: none. <br>Events out: none. <br>Events in: none.
 */
@NullMarked
package io.viralforge.sandbox;

import org.jspecify.annotations.NullMarked;
