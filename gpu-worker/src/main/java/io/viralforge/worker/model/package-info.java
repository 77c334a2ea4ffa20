/**
 * The models that a worker may have beside its programs: which files they are, whether they are here, and how they are
 * fetched.
 *
 * <p>Tables owned: none. Events out: none. Events in: none.
 */
@NullMarked
package io.viralforge.worker.model;

import org.jspecify.annotations.NullMarked;
