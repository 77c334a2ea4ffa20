/** Cassandra: time series. The server starts and works without it; what needs it says UNAVAILABLE. */
@NullMarked
package io.viralforge.platform.cql;

import org.jspecify.annotations.NullMarked;
