/**
 * Starts real PostgreSQL, Redis and Cassandra (and, for tests, S3) as child processes of this JVM.
 *
 * <p>Purpose: one command on a bare machine gives the studio the servers it needs, without a container engine.
 * <br>Tables owned: none. <br>Events out: none. <br>Events in: none.
 */
@NullMarked
package io.viralforge.local;

import org.jspecify.annotations.NullMarked;
