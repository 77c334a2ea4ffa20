package io.viralforge.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.zip.CRC32;

/**
 * How a video fares: figures that follow from its id and the time since it came out and from nothing else, so that they
 * are the same whenever they are asked for. Most do little and few do well, and what there is to see is mostly seen in the
 * first days.
 */
record Growth(String id, Instant published, ZoneId zone) {
    private static final double FALL = 1.4;

    /** All views up to then. */
    long views(Instant now) {
        double days = Math.max(0, Duration.between(published, now).toSeconds() / 86_400.0);
        return (long) (potential() * (1 - Math.pow(1 + days, 1 - FALL)));
    }

    /** Views of one day; 0 before it came out. */
    long views(LocalDate day) {
        long gained = views(day.plusDays(1).atStartOfDay(zone).toInstant())
                - views(day.atStartOfDay(zone).toInstant());
        // A day is better or worse than the curve, by up to a fifth.
        return Math.round(gained * (0.8 + 0.4 * chance("day " + day)));
    }

    /** The mean of views that were seen, in seconds; for a video of 30 s. */
    long averageViewSeconds() {
        return Math.round(8 + 18 * chance("held"));
    }

    /** So many of a hundred views. */
    double percent(String what, double most) {
        return most * chance(what);
    }

    /** Which part still watches, at that part of the length; above 1 where people watch again. */
    double watching(double elapsed) {
        return (1.1 + 0.2 * chance("loop")) * Math.exp(-elapsed * (0.4 + 1.6 * chance("held")));
    }

    /** Whole days since it came out. */
    long age(LocalDate day) {
        return ChronoUnit.DAYS.between(published.atZone(zone).toLocalDate(), day);
    }

    private double potential() {
        return Math.pow(10, 2.5 + 3.5 * Math.pow(chance("potential"), 2));
    }

    /** From 0 to 1, the same whenever the same is asked. */
    double chance(String what) {
        CRC32 crc = new CRC32();
        crc.update((id + " " + what).getBytes(StandardCharsets.UTF_8));
        return crc.getValue() / (double) 0xFFFF_FFFFL;
    }
}
