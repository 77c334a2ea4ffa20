/**
 * The event log. A feature writes to the outbox in its own transaction; one relay at a time numbers committed rows; the
 * number is the cursor with which subscriptions resume. Redis only wakes the replicas. Owns the tables outbox, event,
 * event_head and event_listener.
 */
@NullMarked
package io.viralforge.platform.events;

import org.jspecify.annotations.NullMarked;
