package io.viralforge.trends;

import io.micronaut.context.annotation.Value;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.http.Outbound;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.platform.http.OutboundResult;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks networks, all at the same time: it takes as long as the slowest. Each is asked no more than its allowance, and left
 * alone when it asks for that or keeps failing; all replicas count together.
 */
@Singleton
final class Sources {
    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    private static final Duration USUAL_REST = Duration.ofMinutes(1);
    private static final Duration LONGEST_REST = Duration.ofDays(1);
    private static final long MOST_BYTES = 4L << 20;
    private static final int MOST_SIGHTINGS = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private record Errand(TrendSource source, List<OutboundRequest> requests) {}

    private record Asked(Network network, Look look) {}

    private final List<TrendSource> all;
    private final Outbound outbound;
    private final SourceStore store;
    private final InstantSource clock;
    private final Duration patience;

    /** @param patience for all that is asked of one network */
    Sources(
            List<TrendSource> all,
            Outbound outbound,
            SourceStore store,
            InstantSource clock,
            @Value("${viralforge.trends.patience}") Duration patience) {
        this.all = all.stream()
                .sorted(Comparator.comparing(source -> source.network().name()))
                .toList();
        this.outbound = outbound;
        this.store = store;
        this.clock = clock;
        this.patience = patience;
    }

    List<Network> networks() {
        return all.stream().map(TrendSource::network).toList();
    }

    Set<String> ids() {
        return networks().stream().map(Network::id).collect(Collectors.toSet());
    }

    /** Those that a brief names. */
    List<Network> asked(Brief brief) {
        return networks().stream().filter(brief::asks).toList();
    }

    /**
     * Returns when the last has answered.
     *
     * @param asked which ones
     * @param tell is told each one's answer as it comes, on the thread that calls
     */
    void ask(Question question, Collection<Network> asked, BiConsumer<Network, Look> tell) {
        List<Errand> errands = all.stream()
                .filter(source -> asked.contains(source.network()))
                .map(source -> new Errand(source, source.requests(question)))
                // One that has nothing to say to it, such as feeds where none is named, is not asked.
                .filter(errand -> !errand.requests.isEmpty())
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ExecutorCompletionService<Asked>(threads);
            errands.forEach(errand -> answers.submit(
                    () -> new Asked(errand.source.network(), look(errand.source, question, errand.requests))));
            try {
                for (int i = 0; i < errands.size(); i++) {
                    Asked answer = answers.take().get();
                    tell.accept(answer.network, answer.look);
                }
            } catch (InterruptedException stopped) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw e.getCause() instanceof RuntimeException fault
                        ? fault
                        : new CodedException(ErrorCode.INTERNAL, "A network could not be asked.", e);
            }
        }
    }

    private Look look(TrendSource source, Question question, List<OutboundRequest> requests) {
        Look refused = store.admit(source.network(), requests.size());
        if (refused != null) {
            return refused;
        }
        Look look = together(source, question, requests);
        switch (look) {
            case Look.Seen _ -> store.succeeded(source.network());
            case Look.Resting(Duration howLong) -> store.rest(source.network(), howLong);
            case Look.Failed _ -> store.failed(source.network());
            case Look.Unavailable _ -> {}
        }
        return look;
    }

    /** One request after the other, as a courtesy. What was seen before one fails is kept. */
    private Look together(TrendSource source, Question question, List<OutboundRequest> requests) {
        Instant end = clock.instant().plus(patience);
        Map<String, Sighting> seen = new LinkedHashMap<>();
        Look failure = null;
        for (OutboundRequest request : requests) {
            Duration left = Duration.between(clock.instant(), end);
            Look look = left.isPositive()
                    ? one(source, question, request.within(left).atMost(MOST_BYTES))
                    : new Look.Failed(Look.Fault.TIMED_OUT, null);
            if (!(look instanceof Look.Seen(List<Sighting> sightings))) {
                failure = look;
                break;
            }
            sightings.forEach(sighting -> seen.putIfAbsent(sighting.id(), sighting));
        }
        return failure == null || !seen.isEmpty()
                ? new Look.Seen(seen.values().stream().limit(MOST_SIGHTINGS).toList())
                : failure;
    }

    private Look one(TrendSource source, Question question, OutboundRequest request) {
        return switch (outbound.send(request)) {
            case OutboundResult.Answered answered when answered.isSuccess() -> read(source, question, answered);
            case OutboundResult.Answered answered -> refusal(answered);
            case OutboundResult.Refused(OutboundResult.Refused.Reason reason) ->
                new Look.Failed(Look.Fault.REFUSED, reason.name());
            case OutboundResult.Unreachable _ -> new Look.Failed(Look.Fault.UNREACHABLE, null);
            case OutboundResult.Broken _ -> new Look.Failed(Look.Fault.SERVER_ERROR, "The answer broke off.");
            case OutboundResult.TimedOut _ -> new Look.Failed(Look.Fault.TIMED_OUT, null);
            case OutboundResult.TooLarge _ -> new Look.Failed(Look.Fault.TOO_LARGE, null);
        };
    }

    private static Look read(TrendSource source, Question question, OutboundResult.Answered answered) {
        try {
            return new Look.Seen(source.read(answered.content().bytes(), question));
        } catch (TurnedAwayException refusal) {
            return new Look.Unavailable(String.valueOf(refusal.getMessage()));
        } catch (ChangedShapeException changed) {
            LOG.warn("{} answers otherwise than it did: {}", source.network().id(), changed.getMessage());
            return new Look.Failed(Look.Fault.CHANGED_SHAPE, changed.getMessage());
        } catch (RuntimeException unforeseen) {
            LOG.error(
                    "{} sent what its adapter does not cope with",
                    source.network().id(),
                    unforeseen);
            return new Look.Failed(Look.Fault.CHANGED_SHAPE, null);
        }
    }

    private static Look refusal(OutboundResult.Answered answered) {
        int status = answered.status();
        @Nullable Duration wait = answered.retryAfter();
        if (status == TOO_MANY_REQUESTS || (status == UNAVAILABLE && wait != null)) {
            Duration rest = Objects.requireNonNullElse(wait, USUAL_REST);
            return new Look.Resting(rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest);
        }
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            return new Look.Unavailable("It is closed to this server just now (status " + status + ").");
        }
        return new Look.Failed(Look.Fault.SERVER_ERROR, "It answered with status " + status + ".");
    }
}
