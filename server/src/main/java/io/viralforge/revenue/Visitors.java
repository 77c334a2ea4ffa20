package io.viralforge.revenue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.viralforge.platform.graphql.Network;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells people from programs, by rules that can be told: a visit counts that is a GET, no fetch ahead of a click, by a
 * browser that names itself and calls itself no robot, and among the first three of its network to the link within a minute.
 * Each replica counts by itself.
 */
@Singleton
final class Visitors {
    private static final int MOST_A_MINUTE = 60;
    private static final int COUNTED_A_MINUTE = 3;
    private static final int MOST_KEPT = 100_000;
    private static final long MINUTE = 60_000;

    private static final Pattern BROWSER = Pattern.compile("Mozilla/5\\.0 \\(.*|Opera/.*");
    private static final Pattern ROBOT = Pattern.compile(
            "(?i)bot\\b|crawl|spider|slurp|preview|facebookexternalhit|embedly|whatsapp|headless|lighthouse|monitor|scan|"
                    + "curl|wget|python|java/|go-http|okhttp|axios|node-fetch|archiver|fetcher|validator");

    private final InstantSource clock;
    private final Cache<String, AtomicInteger> visits =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).build();

    Visitors(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A request for a link.
     *
     * @param address an IP address, or "unknown"; not kept
     * @param purpose what the headers Sec-Purpose and Purpose say
     */
    record Visit(
            boolean isGet,
            String address,
            @Nullable String userAgent,
            @Nullable String purpose) {}

    /** Whether the visitor's network has asked for few enough links this minute. */
    boolean mayAsk(Visit visit) {
        return count(Network.of(visit.address())) <= MOST_A_MINUTE;
    }

    boolean isCounted(Visit visit, String code) {
        return visit.isGet
                && visit.purpose == null
                && visit.userAgent != null
                && BROWSER.matcher(visit.userAgent).matches()
                && !ROBOT.matcher(visit.userAgent).find()
                && count(Network.of(visit.address()) + " " + code) <= COUNTED_A_MINUTE;
    }

    private int count(String what) {
        return visits.get(what + " " + clock.millis() / MINUTE, key -> new AtomicInteger())
                .incrementAndGet();
    }
}
