/**
 * What Cassandra lacks on a JDK without Security Manager; stands ahead of cassandra-all on the class path.
 *
 * <p>Tables owned: none. <br>Events out: none. <br>Events in: none.
 */
@NullMarked
package org.apache.cassandra.security;

import org.jspecify.annotations.NullMarked;
