package io.viralforge.trends;

import org.jspecify.annotations.Nullable;

/** How good the forecasts of one network were, as the API shows it. */
record ForecastQuality(
        String sourceId,
        String sourceName,
        TrendHorizon horizon,
        int cohorts,
        int truths,
        double coverage,
        double intervalScore,
        @Nullable Double ndcg,
        @Nullable Double ndcgOfRule,
        @Nullable Double spearman,
        @Nullable Double spearmanOfRule) {}
