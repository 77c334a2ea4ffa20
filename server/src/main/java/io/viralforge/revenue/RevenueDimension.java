package io.viralforge.revenue;

/** By what revenue is told apart; the schema describes each. */
enum RevenueDimension {
    SOURCE,
    CLIP
}
