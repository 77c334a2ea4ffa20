package io.viralforge.forecast;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** ISO 8601 as data comes: a T or a space, with seconds or without, with a zone or, meaning UTC, without. */
final class IsoTime {
    private static final int MINUTES_END = 16;

    private IsoTime() {}

    /** Null where it is no time. */
    static @Nullable Instant parse(String text) {
        if (text.length() < MINUTES_END || text.length() > 40) {
            return null;
        }
        try {
            int zone = zone(text);
            String local = text.substring(0, 10) + "T" + text.substring(11, zone);
            boolean isApart = text.charAt(10) == 'T' || text.charAt(10) == ' ';
            return isApart ? LocalDateTime.parse(local).toInstant(offset(text.substring(zone))) : null;
        } catch (DateTimeException | IndexOutOfBoundsException _) {
            return null;
        }
    }

    private static int zone(String text) {
        for (int i = MINUTES_END; i < text.length(); i++) {
            if ("Zz+-".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static ZoneOffset offset(String zone) {
        return zone.isEmpty() || zone.equalsIgnoreCase("Z") ? ZoneOffset.UTC : ZoneOffset.of(zone);
    }
}
