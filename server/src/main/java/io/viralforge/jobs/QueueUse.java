package io.viralforge.jobs;

import org.jspecify.annotations.Nullable;

/**
 * How much of the queue a studio uses, of how much.
 *
 * @param queued renders that wait
 * @param maxQueued how many may
 * @param running renders that run
 * @param maxRunning how many may at once; null: as many as there is room for
 */
record QueueUse(
        int queued, int maxQueued, int running, @Nullable Integer maxRunning) {}
