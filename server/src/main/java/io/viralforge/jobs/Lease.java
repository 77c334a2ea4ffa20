package io.viralforge.jobs;

import java.util.UUID;

/**
 * Which lease a worker speaks of.
 *
 * @param job the job
 * @param fencingToken proves whose turn it is
 */
record Lease(UUID job, long fencingToken) {}
