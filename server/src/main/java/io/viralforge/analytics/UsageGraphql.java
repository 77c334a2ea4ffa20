package io.viralforge.analytics;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.viralforge.identity.Studios;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.Fetch;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Input;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;

/** usage.graphqls. */
@Singleton
final class UsageGraphql implements GraphqlFeature {
    private static final int MOST_STEPS = 1000;

    private final UsageStore store;
    private final Studios studios;

    UsageGraphql(UsageStore store, Studios studios) {
        this.store = store;
        this.studios = studios;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", type -> type.dataFetcher("usage", this::usage));
    }

    private UsageSeries usage(DataFetchingEnvironment env) {
        Input range = Input.argument(env, "range");
        Instant from = range.as("from", Instant.class);
        Instant to = range.as("to", Instant.class);
        Grain grain = Fetch.arguments(env).as("grain", Grain.class);
        UUID studio = Caller.studio(env);
        return series(studio, studios.timeZone(studio), from, to, grain);
    }

    private UsageSeries series(UUID studio, ZoneId zone, Instant from, Instant to, Grain grain) {
        if (!from.isBefore(to)) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "range.to must be after range.from.");
        }
        List<ZonedDateTime> steps = steps(grain.floor(from, zone), to, grain);
        SortedMap<Instant, Usage> quarters =
                store.quarters(studio, steps.getFirst().toInstant(), to);
        UsageSeries series = new UsageSeries(steps.getFirst().toInstant(), grain);
        for (ZonedDateTime step : steps) {
            Instant end = grain.next(step).toInstant();
            series.add(quarters.subMap(step.toInstant(), end).values().stream()
                    .reduce(Usage::plus)
                    .orElse(null));
        }
        return series;
    }

    private static List<ZonedDateTime> steps(ZonedDateTime first, Instant to, Grain grain) {
        List<ZonedDateTime> steps = new ArrayList<>();
        for (ZonedDateTime step = first; step.toInstant().isBefore(to); step = grain.next(step)) {
            if (steps.size() == MOST_STEPS) {
                throw new CodedException(ErrorCode.BAD_REQUEST, "At most " + MOST_STEPS + " steps.");
            }
            steps.add(step);
        }
        return steps;
    }
}
