package io.viralforge.trends;

import java.time.Instant;

/** A model that is kept, as the API shows it. */
record ForecastModel(
        String sourceId, TrendHorizon horizon, int number, Instant learnedAt, int truths, boolean isPinned) {}
