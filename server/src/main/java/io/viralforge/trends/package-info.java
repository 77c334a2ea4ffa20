/**
 * What is taking off: asks networks what people look at, follows niches, and forecasts their trends. Tables: {@code niche} and
 * all that begin with {@code trend} or {@code forecast}. Events: NICHE, TREND.
 */
@NullMarked
package io.viralforge.trends;

import org.jspecify.annotations.NullMarked;
