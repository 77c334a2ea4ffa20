package io.viralforge.trends;

import io.viralforge.forecast.Terms;
import java.time.Duration;
import java.time.Instant;

/** How far ahead trends are forecast, and how often they are looked at for it. The schema describes each. */
enum TrendHorizon {
    HOURS_6(6, 1),
    HOURS_24(24, 2),
    HOURS_72(72, 6);

    private final int hours;
    private final int lag;

    TrendHorizon(int hours, int lag) {
        this.hours = hours;
        this.lag = lag;
    }

    Terms terms() {
        return new Terms(Duration.ofHours(hours), lag());
    }

    /** From one look to the next. */
    Duration lag() {
        return Duration.ofHours(lag);
    }

    /** Start of the slot that a moment lies in; slots are as long as the lag, from the epoch on. */
    Instant slot(Instant moment) {
        long seconds = lag().toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * seconds);
    }
}
