/**
 * What networks showed, over time. Tables: sample_by_item and sample_by_hour in Cassandra, and sample_waiting in Postgres,
 * where samples wait while Cassandra is away. No events.
 */
@NullMarked
package io.viralforge.trends.samples;

import org.jspecify.annotations.NullMarked;
