/**
 * The forecast: from sightings of items to the views each will gain, with its interval, its score and its reasons.
 *
 * <p>Tables owned: none. Events out: none. Events in: none. Depends on nothing at all, so that the command line replays
 * months without a server, by the very code with which a server forecasts.
 */
@NullMarked
package io.viralforge.forecast;

import org.jspecify.annotations.NullMarked;
