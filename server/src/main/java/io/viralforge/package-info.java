/** The server: one process of many that are alike; no truth lives in its memory. */
@NullMarked
package io.viralforge;

import org.jspecify.annotations.NullMarked;
