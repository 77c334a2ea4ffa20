/** Each documented rule, kept and broken, over HTTP. */
@NullMarked
package io.viralforge.sandbox;

import org.jspecify.annotations.NullMarked;
