package io.viralforge.trends;

/** Whether a network can be asked; the schema describes each. */
enum TrendSourceState {
    READY,
    UNAVAILABLE,
    RESTING
}
