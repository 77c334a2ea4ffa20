/** What the tests of all features share: whole servers on real databases. */
@NullMarked
package io.viralforge.testing;

import org.jspecify.annotations.NullMarked;
