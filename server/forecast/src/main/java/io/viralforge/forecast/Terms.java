package io.viralforge.forecast;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What is forecast, and from what.
 *
 * @param horizon how far ahead, one lag to 60 days
 * @param lag the time between two sightings of an item, a minute to 7 days; also the length of a slot, of which slots
 *     begin at the epoch. Sightings come within a quarter of it, early or late.
 */
public record Terms(Duration horizon, Duration lag) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST_LAG = Duration.ofDays(7);
    private static final Duration LONGEST = Duration.ofDays(60);

    /** Three days ahead, from sightings once a day. */
    public static final Terms DAILY = new Terms(Duration.ofHours(72), Duration.ofHours(24));

    public Terms {
        if (lag.compareTo(SHORTEST) < 0 || lag.compareTo(LONGEST_LAG) > 0) {
            throw new IllegalArgumentException("a lag goes from a minute to 7 days");
        } else if (horizon.compareTo(lag) < 0 || horizon.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a horizon goes from one lag to 60 days");
        }
    }

    long slot(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), lag.toSeconds());
    }

    Instant start(long slot) {
        return Instant.ofEpochSecond(slot * lag.toSeconds());
    }

    /** The slot's start, in UTC and as short as it is clear: 2026-02-01, 2026-02-01T13. */
    String name(long slot) {
        String pattern =
                lag.toHours() >= 24 ? "uuuu-MM-dd" : lag.toHours() >= 1 ? "uuuu-MM-dd'T'HH" : "uuuu-MM-dd'T'HH:mm";
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(start(slot));
    }

    /** Slots after which no more truths of a cohort come, but for sightings that were missed. */
    long closing() {
        return (long) Math.ceil(horizonHours() / lagHours()) + 1;
    }

    double horizonHours() {
        return horizon.toSeconds() / 3600.0;
    }

    double lagHours() {
        return lag.toSeconds() / 3600.0;
    }

    double toleranceHours() {
        return lagHours() / 4;
    }

    static double hours(Instant time) {
        return time.getEpochSecond() / 3600.0;
    }

    static Instant instant(double hours) {
        return Instant.ofEpochSecond(Math.round(hours * 3600));
    }
}
