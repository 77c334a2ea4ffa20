/** The networks, a class each: what to ask and how to read the answer. They hold no state and open no connection. */
@NullMarked
package io.viralforge.trends.sources;

import org.jspecify.annotations.NullMarked;
