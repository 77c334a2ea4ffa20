package io.viralforge.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class GrainTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId CHATHAM = ZoneId.of("Pacific/Chatham");

    @Test
    void aDayBeginsAtMidnightOfTheStudiosZone() {
        assertThat(Grain.DAY
                        .floor(Instant.parse("2026-11-20T10:30:00Z"), CHATHAM)
                        .toInstant())
                .isEqualTo(Instant.parse("2026-11-20T10:15:00Z"));
    }

    @Test
    void aDayIsShorterWhenClocksGoForward() {
        ZonedDateTime day = Grain.DAY.floor(Instant.parse("2026-03-29T12:00:00Z"), BERLIN);
        assertThat(Duration.between(day, Grain.DAY.next(day))).isEqualTo(Duration.ofHours(23));
    }

    @Test
    void aDayIsLongerWhenClocksGoBack() {
        ZonedDateTime day = Grain.DAY.floor(Instant.parse("2026-10-25T12:00:00Z"), BERLIN);
        assertThat(Duration.between(day, Grain.DAY.next(day))).isEqualTo(Duration.ofHours(25));
    }

    @Test
    void hoursGoOnThroughAChangeOfClocks() {
        ZonedDateTime hour = Grain.HOUR.floor(Instant.parse("2026-10-25T00:30:00Z"), BERLIN);
        for (int i = 0; i < 5; i++) {
            ZonedDateTime next = Grain.HOUR.next(hour);
            assertThat(Duration.between(hour, next)).isEqualTo(Duration.ofHours(1));
            hour = next;
        }
    }

    @Test
    void everyDayOfEveryZoneBeginsAtAQuarterOfAnHour() {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        for (String id : ZoneId.getAvailableZoneIds()) {
            ZonedDateTime day = Grain.DAY.floor(from, ZoneId.of(id));
            for (int i = 0; i < 400; i++) {
                assertThat(day.toInstant().toEpochMilli() % UsageStore.QUARTER.toMillis())
                        .as(id)
                        .isZero();
                day = Grain.DAY.next(day);
            }
        }
    }
}
