package io.viralforge.trends;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What a language model made of a trend's titles. */
record TrendInsight(UUID trend, String summary, List<TrendHook> hooks, String model, Instant writtenAt) {
    private static final int LONGEST_SUMMARY = 1_000;
    private static final int MOST_HOOKS = 5;

    /** The shape of a model's answer: a summary of 1 to 1,000 characters, and 1 to 5 hooks. */
    record Reading(String summary, List<TrendHook> hooks) {
        Reading {
            summary = TrendHook.line(summary, LONGEST_SUMMARY);
            hooks = List.copyOf(hooks);
            if (hooks.isEmpty() || hooks.size() > MOST_HOOKS) {
                throw new IllegalArgumentException("1 to " + MOST_HOOKS + " hooks");
            }
        }
    }

    String label() {
        return "Written by a machine (" + model + ") from titles alone; nobody has checked it.";
    }
}
