/**
 * Work done by workers: submitted, queued, leased with a fencing token, settled once. Owns the tables worker, job,
 * job_input, job_output, attempt, attempt_output and queue_limit. Events out: JOB. Events in: ASSET, whose CHECKING becomes an
 * INSPECT job.
 */
@NullMarked
package io.viralforge.jobs;

import org.jspecify.annotations.NullMarked;
