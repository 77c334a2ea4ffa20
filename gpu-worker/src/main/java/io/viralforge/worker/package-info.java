/**
 * The worker: leases jobs from a server over GraphQL, lets the media engine do them, sends the results to presigned
 * addresses and settles. Holds one token and no other credential. Owns no tables; its folder holds a cache of inputs and
 * what is under way. Events in: the subscription workerSignals, as a wake-up only.
 */
@NullMarked
package io.viralforge.worker;

import org.jspecify.annotations.NullMarked;
