package io.viralforge.sandbox;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The project's allowance since June 2026: so many videos.insert a day, so many units a day for all else. A day ends at
 * midnight Pacific time (Quota Calculator of the Data API).
 */
final class YoutubeQuota {
    static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    private final InstantSource clock;
    private final Conditions conditions;
    private LocalDate day = LocalDate.MIN;
    private long inserts;
    private long units;

    YoutubeQuota(InstantSource clock, Conditions conditions) {
        this.clock = clock;
        this.conditions = conditions;
    }

    /**
     * One upload.
     *
     * @throws Refused 403 quotaExceeded
     */
    synchronized void insert() {
        today();
        if (inserts >= conditions.get(Condition.YOUTUBE_INSERTS_A_DAY)) {
            throw GoogleErrors.quotaExceeded();
        }
        inserts++;
    }

    /**
     * Anything else: 1 unit to read, 50 to write.
     *
     * @throws Refused 403 quotaExceeded
     */
    synchronized void spend(int cost) {
        today();
        if (units + cost > conditions.get(Condition.YOUTUBE_UNITS_A_DAY)) {
            throw GoogleErrors.quotaExceeded();
        }
        units += cost;
    }

    synchronized void useUpInserts() {
        today();
        inserts = conditions.get(Condition.YOUTUBE_INSERTS_A_DAY);
    }

    synchronized void useUpUnits() {
        today();
        units = conditions.get(Condition.YOUTUBE_UNITS_A_DAY);
    }

    private void today() {
        LocalDate now = day(clock.instant());
        if (!now.equals(day)) {
            day = now;
            inserts = 0;
            units = 0;
        }
    }

    static LocalDate day(Instant at) {
        return at.atZone(PACIFIC).toLocalDate();
    }
}
