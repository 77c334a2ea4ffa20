/** Recurring and delayed work of the server, by db-scheduler. Owns the table scheduled_tasks. */
@NullMarked
package io.viralforge.platform.schedule;

import org.jspecify.annotations.NullMarked;
