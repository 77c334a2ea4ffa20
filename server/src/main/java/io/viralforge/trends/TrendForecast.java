package io.viralforge.trends;

import java.time.Instant;
import java.util.List;

/** How far something will go, as the API shows it; {@link io.viralforge.forecast.Forecast} says more. */
record TrendForecast(
        Instant from,
        Instant until,
        double gain,
        double low,
        double high,
        double score,
        boolean isNew,
        ForecastSpeaker speaker,
        List<Reason> reasons) {
    /** One of its grounds, in plain words. */
    record Reason(String words, double share, boolean isRaising) {}
}
