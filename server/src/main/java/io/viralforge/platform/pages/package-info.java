/** What a browser sees: the playground at / and the pages behind one-time links: /setup, /reset, /verify. Owns no table. */
@NullMarked
package io.viralforge.platform.pages;

import org.jspecify.annotations.NullMarked;
