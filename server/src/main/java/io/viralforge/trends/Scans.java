package io.viralforge.trends;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.viralforge.platform.events.Crew;
import io.viralforge.platform.events.Outbox;
import io.viralforge.platform.events.Topic;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Sql;
import io.viralforge.trends.meaning.Fit;
import io.viralforge.trends.meaning.Meaning;
import io.viralforge.trends.samples.Samples;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the niches that are due, each on one replica at a time. What dies half-way is looked at again by another once its
 * time is over; what both have seen is kept once.
 */
@Singleton
final class Scans {
    private static final Logger LOG = LoggerFactory.getLogger(Scans.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int AT_ONCE = 4;
    private static final Duration TO_KEEP = Duration.ofSeconds(50);
    private static final int MOST_DOUBLINGS = 10;

    /** How far back a niche is looked: what is older has had its time. */
    private static final Duration SINCE = Duration.ofDays(7);

    private final Sql sql;
    private final NicheStore niches;
    private final TrendStore trends;
    private final Sources sources;
    private final Samples samples;
    private final Titles titles;
    private final Outbox outbox;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final ScanWake wake;
    private final Duration patience;
    private @Nullable Crew crew;

    /** @param networks how long a network is waited for */
    Scans(
            Sql sql,
            NicheStore niches,
            TrendStore trends,
            Sources sources,
            Samples samples,
            Titles titles,
            Outbox outbox,
            Uuid7 ids,
            InstantSource clock,
            ScanWake wake,
            @Value("${viralforge.trends.patience}") Duration networks) {
        this.sql = sql;
        this.niches = niches;
        this.trends = trends;
        this.sources = sources;
        this.samples = samples;
        this.titles = titles;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
        this.wake = wake;
        this.patience = networks.plus(TO_KEEP);
    }

    @EventListener
    void start(StartupEvent event) {
        crew = new Crew("trend-scans", AT_ONCE, wake, LOOK, this::take);
    }

    @EventListener
    void stop(ShutdownEvent event) {
        if (crew != null) {
            crew.stop();
        }
    }

    private @Nullable Runnable take() {
        UUID scan = ids.next();
        Niche niche = sql.everywhere(tx -> niches.take(tx, scan, clock.instant(), patience));
        return niche == null ? null : () -> look(niche, scan);
    }

    private void look(Niche niche, UUID scan) {
        try {
            scan(niche, scan);
        } catch (RuntimeException e) {
            LOG.warn("A niche could not be looked at: {}", e.toString());
            // Networks are not asked once a minute for what cannot be kept either.
            sql.doInStudio(
                    niche.studio(),
                    tx -> NicheStore.giveUp(tx, niche, scan, next(niche, niche.vain() + 1, clock.instant())));
        }
    }

    private void scan(Niche niche, UUID scan) {
        List<Network> asked =
                sources.asked(niche.brief()).stream().filter(Network::isKept).toList();
        Map<Network, Look> looks = new LinkedHashMap<>();
        sources.ask(niche.brief().since(clock.instant().minus(SINCE)), asked, niche.asker(), looks::put);
        Instant now = clock.instant();
        List<TrendItem> items = items(niche, looks, now);
        // Before the trends, so that who sees a trend sees its series; harmless when the look was overtaken.
        items.stream()
                .collect(Collectors.groupingBy(
                        TrendItem::sourceId, Collectors.mapping(TrendItem::seen, Collectors.toList())))
                .forEach(samples::keep);
        Map<UUID, Meaning> fresh = fitting(niche, items);
        sql.doInStudio(niche.studio(), tx -> {
            if (!NicheStore.holds(tx, niche, scan)) {
                return;
            }
            TrendStore.Kept kept = trends.keep(tx, niche, items, fresh, now);
            List<NicheAnswer> answers = looks.entrySet().stream()
                    .map(look -> NicheAnswer.of(look.getKey(), look.getValue()))
                    .sorted(Comparator.comparing(NicheAnswer::sourceName))
                    .toList();
            int vain = isVain(looks.values()) ? niche.vain() + 1 : 0;
            niches.finish(tx, niche, answers, now, next(niche, vain, now), vain);
            long answered =
                    looks.values().stream().filter(Look.Seen.class::isInstance).count();
            outbox.write(
                    tx,
                    niche.studio(),
                    Topic.NICHE,
                    niche.id(),
                    Map.of("asked", looks.size(), "answered", answered, "seen", kept.seen(), "new", kept.fresh()));
        });
    }

    private static List<TrendItem> items(Niche niche, Map<Network, Look> looks, Instant now) {
        List<TrendItem> items = new ArrayList<>();
        looks.forEach((network, look) -> {
            UUID owner = network.isShared() ? null : niche.studio();
            look.sightings()
                    .forEach(sighting -> items.add(new TrendItem(
                            TrendItem.id(owner, network.id(), sighting.id()), owner, network, sighting, now, now)));
        });
        return items;
    }

    /** Of what the niche does not know yet, without what holds its words by accident. */
    private Map<UUID, Meaning> fitting(Niche niche, List<TrendItem> items) {
        Map<UUID, Meaning> fresh = titles.read(niche, items);
        if (fresh.isEmpty()) {
            return fresh;
        }
        List<Meaning> wanted = titles.read(niche.keywords());
        Question question = niche.brief().since(Instant.EPOCH);
        items.stream()
                .filter(item -> question.matches(item.title()))
                .forEach(item -> fresh.computeIfPresent(
                        item.id(),
                        (id, title) -> wanted.stream().anyMatch(keyword -> Fit.of(keyword, title) >= Fit.LEAST)
                                ? title
                                : null));
        return fresh;
    }

    /** Whether it is worth another: none answered, and some may soon. */
    private static boolean isVain(Collection<Look> looks) {
        return looks.stream().noneMatch(Look.Seen.class::isInstance)
                && !looks.stream().allMatch(Look.Unavailable.class::isInstance);
    }

    /**
     * Early in the next slot, each niche at its own moment: networks are not asked by all at once. Sooner when looks came to
     * nothing, each time after twice as long.
     */
    private static Instant next(Niche niche, int vain, Instant now) {
        Duration lag = niche.horizon().lag();
        long window = lag.toMillis() / 8;
        Instant next = niche.horizon()
                .slot(now)
                .plus(lag)
                .plusMillis(Math.floorMod(niche.id().getLeastSignificantBits(), window));
        if (vain == 0) {
            return next;
        }
        Instant again = now.plus(Niche.LEAST.multipliedBy(1L << Math.min(vain - 1, MOST_DOUBLINGS)));
        return again.isBefore(next) ? again : next;
    }
}
