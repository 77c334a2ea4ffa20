package io.viralforge.trends;

/** What forecasts; the schema describes each. The same as {@link io.viralforge.forecast.Forecast.Speaker}. */
enum ForecastSpeaker {
    RULE,
    BLEND,
    MODEL
}
