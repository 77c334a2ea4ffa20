/**
 * What happened over time. Owns the Cassandra tables usage_sample and usage_quarter. Events in: JOB, whose ended attempts
 * become samples.
 */
@NullMarked
package io.viralforge.analytics;

import org.jspecify.annotations.NullMarked;
