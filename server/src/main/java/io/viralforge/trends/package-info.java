/**
 * What is taking off. Asks networks what people look at and tells it, each as it comes. Tables: trend_source. No events yet.
 */
@NullMarked
package io.viralforge.trends;

import org.jspecify.annotations.NullMarked;
