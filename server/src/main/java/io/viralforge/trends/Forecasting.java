package io.viralforge.trends;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.viralforge.forecast.Forecast;
import io.viralforge.forecast.Judgement;
import io.viralforge.forecast.Live;
import io.viralforge.forecast.Model;
import io.viralforge.forecast.Sighting;
import io.viralforge.forecast.Terms;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.events.Outbox;
import io.viralforge.platform.events.Topic;
import io.viralforge.platform.sql.Sql;
import io.viralforge.trends.samples.Sample;
import io.viralforge.trends.samples.Samples;
import io.viralforge.trends.samples.Seen;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forecasts what networks show, slot by slot, on one replica at a time. What it has learned is in its memory; a replica that
 * begins replays what Cassandra has of the last {@value #HORIZONS} horizons, and comes to the same.
 */
@Singleton
final class Forecasting {
    private static final Logger LOG = LoggerFactory.getLogger(Forecasting.class);

    private static final int HORIZONS = 15;

    /** What all networks and horizons together may remember: an eighth of the memory, at about 400 bytes each. */
    private static final long ALL_TRUTHS = Runtime.getRuntime().maxMemory() / 8 / 400;

    private static final int MOST_TRUTHS = 50_000;
    private static final int LEAST_TRUTHS = 1_000;

    private record Cohorts(Network network, TrendHorizon horizon) {}

    /** @param until what came before it is observed */
    private record Course(Live live, Instant until) {}

    private final Sql sql;
    private final Sources sources;
    private final Samples samples;
    private final NicheStore niches;
    private final ForecastStore store;
    private final Outbox outbox;
    private final InstantSource clock;
    private final Map<Cohorts, Course> courses = new HashMap<>();

    Forecasting(
            Sql sql,
            Sources sources,
            Samples samples,
            NicheStore niches,
            ForecastStore store,
            Outbox outbox,
            InstantSource clock) {
        this.sql = sql;
        this.sources = sources;
        this.samples = samples;
        this.niches = niches;
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Factory
    static final class Schedule {
        @Bean
        @Singleton
        RecurringTask<Void> forecastTrends(Forecasting forecasting) {
            return Tasks.recurring("trend-forecasts", FixedDelay.of(Duration.ofMinutes(1)))
                    .execute((instance, context) -> forecasting.run());
        }
    }

    /** Forecasts the slots that have ended since the last time; nothing when there is none. */
    synchronized void run() {
        for (TrendHorizon horizon : sql.everywhere(NicheStore::horizons)) {
            if (advance(horizon)) {
                sql.everywhere(tx -> niches.followed(tx, horizon)).forEach(this::arrange);
            }
        }
    }

    /** One that fails keeps no other from its order; it gets its own when it is looked at, or with the next slot. */
    private void arrange(Niche niche) {
        try {
            sql.doInStudio(niche.studio(), tx -> TrendStore.arrange(tx, niche, clock.instant()));
        } catch (RuntimeException failure) {
            LOG.warn("The trends of niche {} keep their order: {}", niche.id(), failure.toString());
        }
    }

    /** As after a restart. */
    synchronized void forget() {
        courses.clear();
    }

    private boolean advance(TrendHorizon horizon) {
        boolean isNew = false;
        for (Network network : sources.networks()) {
            if (isForecast(network)) {
                isNew |= advance(new Cohorts(network, horizon));
            }
        }
        return isNew;
    }

    /** Whether there is a new forecast. */
    private boolean advance(Cohorts cohorts) {
        Instant open = cohorts.horizon.slot(clock.instant());
        Course known = courses.get(cohorts);
        if (known != null && !known.until.isBefore(open)) {
            return false;
        }
        // What was observed in part cannot be observed again: unless all goes well it begins anew.
        courses.remove(cohorts);
        try {
            Course course = known == null ? begin(cohorts, open) : known;
            course.live.use(sql.everywhere(tx -> ModelStore.pinned(tx, cohorts.network.id(), cohorts.horizon)));
            Replay replay = new Replay(cohorts, course.live, open);
            samples.replay(cohorts.network.id(), course.until, open, replay::take);
            boolean isNew = replay.end();
            courses.put(cohorts, new Course(course.live, open));
            return isNew;
        } catch (RuntimeException failure) {
            // The others are forecast all the same; this one begins anew.
            LOG.warn("{} is not forecast: {}", cohorts.network.id(), failure.toString());
            return false;
        }
    }

    private Course begin(Cohorts cohorts, Instant open) {
        Terms terms = cohorts.horizon.terms();
        Model newest = sql.everywhere(tx -> ModelStore.newest(tx, cohorts.network.id(), cohorts.horizon));
        Instant from = cohorts.horizon.slot(open.minus(terms.horizon().multipliedBy(HORIZONS)));
        int truths = Math.clamp(ALL_TRUTHS / share(), LEAST_TRUTHS, MOST_TRUTHS);
        return new Course(new Live(terms, truths, newest), from);
    }

    /** How many networks and horizons there can be. */
    private long share() {
        return TrendHorizon.values().length
                * sources.networks().stream().filter(Forecasting::isForecast).count();
    }

    /** What a studio's own feeds say is its own, and teaches nothing about what others follow. */
    private static boolean isForecast(Network network) {
        return network.isShared() && network.figure().isGrowing();
    }

    /** Sightings of complete slots, one slot after the other, and what came of the last of them. */
    private final class Replay {
        private final Cohorts cohorts;
        private final Live live;
        private final @Nullable Model kept;
        private final Instant news;
        private final List<Seen> slot = new ArrayList<>();
        private final Map<String, Forecast> forecasts = new HashMap<>();
        private final List<Live.Break> breaks = new ArrayList<>();
        private final List<Judgement.Cohort> judged = new ArrayList<>();

        Replay(Cohorts cohorts, Live live, Instant open) {
            this.cohorts = cohorts;
            this.live = live;
            this.kept = live.newest();
            this.news = open.minus(cohorts.horizon.lag().multipliedBy(2));
        }

        void take(List<Seen> hour) {
            if (!slot.isEmpty() && !start(slot.getFirst()).equals(start(hour.getFirst()))) {
                observe();
            }
            slot.addAll(hour);
        }

        private Instant start(Seen seen) {
            return cohorts.horizon.slot(seen.sample().at());
        }

        private void observe() {
            List<UUID> items = slot.stream().map(Seen::item).distinct().toList();
            Map<UUID, ForecastStore.Traits> traits = sql.everywhere(tx -> ForecastStore.traits(tx, items));
            List<Sighting> sightings = slot.stream()
                    .flatMap(seen -> sightings(seen, traits.get(seen.item())))
                    .toList();
            slot.clear();
            try {
                Live.Turn turn = live.observe(sightings);
                turn.forecasts().forEach(forecast -> forecasts.put(forecast.item(), forecast));
                turn.breaks().stream().filter(one -> one.at().isAfter(news)).forEach(breaks::add);
                judged.addAll(turn.judged());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new CodedException(ErrorCode.UNAVAILABLE, "The server stops.", stopped);
            }
        }

        /** Whether there is anything new. */
        boolean end() {
            if (!slot.isEmpty()) {
                observe();
            }
            Model newest = live.newest();
            sql.doEverywhere(tx -> {
                // To write one as bytes is work, and most slots teach nothing new.
                if (newest != null && newest != kept) {
                    ModelStore.keep(tx, cohorts.network.id(), cohorts.horizon, newest);
                }
                store.keep(tx, cohorts.horizon, List.copyOf(forecasts.values()));
                ForecastStore.judge(tx, cohorts.network.id(), cohorts.horizon, judged);
                store.surge(tx, cohorts.horizon, breaks)
                        .forEach(surged -> outbox.write(
                                tx,
                                surged.studio(),
                                Topic.TREND,
                                surged.niche(),
                                Map.of("trend", surged.trend(), "times", surged.times())));
            });
            return !forecasts.isEmpty();
        }
    }

    /** One for each place that it was seen in. What nobody looked at yet says nothing. */
    private static Stream<Sighting> sightings(Seen seen, ForecastStore.@Nullable Traits traits) {
        Long interest = seen.sample().interest();
        if (traits == null || interest == null || interest <= 0) {
            return Stream.empty();
        }
        Set<String> places = seen.sample().places();
        return places.isEmpty()
                ? Stream.of(sighting(seen, traits, interest, null))
                : places.stream().map(place -> sighting(seen, traits, interest, place));
    }

    private static Sighting sighting(Seen seen, ForecastStore.Traits traits, long interest, @Nullable String place) {
        Sample sample = seen.sample();
        return new Sighting(
                seen.item().toString(),
                place,
                sample.at(),
                traits.publishedAt(),
                null,
                traits.seconds(),
                traits.creator(),
                interest,
                number(sample.likes()),
                number(sample.comments()),
                number(sample.bestRank()));
    }

    private static double number(@Nullable Number figure) {
        return figure == null ? Double.NaN : figure.doubleValue();
    }
}
