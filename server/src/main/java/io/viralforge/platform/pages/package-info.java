/** What a browser sees: the playground at / and the page behind one-time links at /setup. Owns no table. */
@NullMarked
package io.viralforge.platform.pages;

import org.jspecify.annotations.NullMarked;
