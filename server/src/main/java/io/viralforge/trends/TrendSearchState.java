package io.viralforge.trends;

/** How asking a network went; the schema describes each. */
enum TrendSearchState {
    SEEN,
    UNAVAILABLE,
    RESTING,
    FAILED
}
