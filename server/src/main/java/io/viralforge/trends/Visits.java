package io.viralforge.trends;

import io.micronaut.context.annotation.Value;
import io.viralforge.platform.http.Outbound;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.platform.http.OutboundResult;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one network: its requests one after the other, as a courtesy. What was seen before one fails is kept. */
@Singleton
final class Visits {
    private static final Logger LOG = LoggerFactory.getLogger(Visits.class);

    private static final Duration USUAL_REST = Duration.ofMinutes(1);
    private static final Duration LONGEST_REST = Duration.ofDays(1);
    private static final long MOST_BYTES = 8L << 20;
    private static final int MOST_SIGHTINGS = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    /** What is asked of one network. */
    record Errand(
            TrendSource source,
            Question question,
            Asker asker,
            List<OutboundRequest> requests,
            List<OutboundRequest> searches) {
        static Errand of(TrendSource source, Question question, Asker asker) {
            return new Errand(source, question, asker, source.requests(question), source.searches(question));
        }

        boolean isEmpty() {
            return requests.isEmpty() && searches.isEmpty();
        }

        Network network() {
            return source.network();
        }
    }

    private final Outbound outbound;
    private final Tokens tokens;
    private final SourceStore store;
    private final AnswerStore answers;
    private final InstantSource clock;
    private final Duration patience;

    /** @param patience for all that is asked in one visit */
    Visits(
            Outbound outbound,
            Tokens tokens,
            SourceStore store,
            AnswerStore answers,
            InstantSource clock,
            @Value("${viralforge.trends.patience}") Duration patience) {
        this.outbound = outbound;
        this.tokens = tokens;
        this.store = store;
        this.answers = answers;
        this.clock = clock;
        this.patience = patience;
    }

    Look make(Errand errand) {
        List<Credential> missing = missing(errand.source);
        if (!missing.isEmpty()) {
            return new Look.Unavailable("The operator has to set " + variables(missing) + ", see docs/sources.md.");
        }
        Instant end = clock.instant().plus(patience);
        Map<String, Sighting> seen = new LinkedHashMap<>();
        try {
            requests(errand, end, seen);
            for (OutboundRequest search : errand.searches) {
                byte[] body = ask(errand, search, true, end);
                for (OutboundRequest request :
                        reading(errand.source, () -> errand.source.next(body, errand.question))) {
                    see(errand, request, end, seen);
                }
            }
            store.succeeded(errand.network());
        } catch (Setback setback) {
            note(errand, setback.look(), !seen.isEmpty());
            if (seen.isEmpty()) {
                return setback.look();
            }
        }
        return new Look.Seen(seen.values().stream().limit(MOST_SIGHTINGS).toList());
    }

    /** What has to be set before it is asked. */
    static List<Credential> missing(TrendSource source) {
        return source.credentials().stream().filter(Credential::isMissing).toList();
    }

    private void requests(Errand errand, Instant end, Map<String, Sighting> seen) throws Setback {
        Setback first = null;
        for (OutboundRequest request : errand.requests) {
            try {
                see(errand, request, end, seen);
            } catch (Setback setback) {
                // Addresses that people name have nothing to do with each other.
                if (errand.network().isShared()) {
                    throw setback;
                }
                first = first == null ? setback : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void see(Errand errand, OutboundRequest request, Instant end, Map<String, Sighting> seen) throws Setback {
        byte[] body = ask(errand, request, false, end);
        reading(errand.source, () -> errand.source.read(body, errand.question))
                .forEach(sighting -> seen.putIfAbsent(sighting.id(), sighting));
    }

    /**
     * It rests for all when it asks for that, or keeps failing by itself. What one address that a person named does says
     * nothing of others; nor does a question that it does not take, or that was too much to answer in one visit; and who
     * asks as often as they like is not counted.
     */
    private void note(Errand errand, Look look, boolean hasShownSomething) {
        Network network = errand.network();
        switch (look) {
            case Look _ when !network.isShared() -> {}
            case Look.Resting(Duration howLong) -> store.rest(network, howLong);
            case Look.Failed(Look.Fault fault, String _)
            when fault.isNetworks() && !hasShownSomething && !errand.asker.isPerson() -> store.failed(network);
            case Look.Failed _, Look.Seen _, Look.Unavailable _ -> {}
        }
    }

    private byte[] ask(Errand errand, OutboundRequest request, boolean isSearch, Instant end) throws Setback {
        admit(errand, isSearch);
        OutboundRequest login = errand.source.login();
        if (errand.source.isFeed()) {
            return current(errand.source, request, end);
        }
        if (login == null) {
            return success(errand.source, send(request, end));
        }
        String token = token(errand.source, login, null, end);
        OutboundResult result = send(bearing(request, token), end);
        if (result instanceof OutboundResult.Answered answered && answered.status() == UNAUTHORIZED) {
            // Taken back before its time: one more, and no third.
            admit(errand, isSearch);
            result = send(bearing(request, token(errand.source, login, token, end)), end);
        }
        return success(errand.source, result);
    }

    /** What was answered last, if it still is the answer. */
    private byte[] current(TrendSource source, OutboundRequest request, Instant end) throws Setback {
        AnswerStore.Known known = answers.find(request.uri());
        OutboundResult result = send(known == null ? request : request.unless(known.validators()), end);
        if (known != null && result instanceof OutboundResult.Answered answered && answered.isUnchanged()) {
            return known.body();
        }
        byte[] body = success(source, result);
        if (result instanceof OutboundResult.Answered answered) {
            answers.keep(request.uri(), answered.validators(), body);
        }
        return body;
    }

    private String token(TrendSource source, OutboundRequest login, @Nullable String refused, Instant end)
            throws Setback {
        return reading(source, () -> tokens.get(source.network(), refused, () -> success(source, send(login, end))));
    }

    private static OutboundRequest bearing(OutboundRequest request, String token) {
        return request.with("Authorization", "Bearer " + token);
    }

    private void admit(Errand errand, boolean isSearch) throws Setback {
        Look refused = store.admit(errand.network(), isSearch, errand.asker);
        if (refused != null) {
            throw new Setback(refused);
        }
    }

    private OutboundResult send(OutboundRequest request, Instant end) throws Setback {
        Duration left = Duration.between(clock.instant(), end);
        if (!left.isPositive()) {
            throw new Setback(new Look.Failed(Look.Fault.TIMED_OUT, null));
        }
        return outbound.send(request.within(left).atMost(MOST_BYTES));
    }

    private static byte[] success(TrendSource source, OutboundResult result) throws Setback {
        return switch (result) {
            case OutboundResult.Answered answered
            when answered.isSuccess() -> answered.content().bytes();
            case OutboundResult.Answered answered -> throw new Setback(refusal(source, answered));
            case OutboundResult.Refused(OutboundResult.Refused.Reason reason) ->
                throw failed(Look.Fault.REFUSED, reason.name());
            case OutboundResult.Unreachable _ -> throw failed(Look.Fault.UNREACHABLE, null);
            case OutboundResult.Broken _ -> throw failed(Look.Fault.SERVER_ERROR, "The answer broke off.");
            case OutboundResult.TimedOut _ -> throw failed(Look.Fault.TIMED_OUT, null);
            case OutboundResult.TooLarge _ -> throw failed(Look.Fault.TOO_LARGE, null);
        };
    }

    private static <T> T reading(TrendSource source, Setback.Step<T> step) throws Setback {
        String id = source.network().id();
        try {
            return step.take();
        } catch (TurnedAwayException refusal) {
            throw new Setback(new Look.Unavailable(String.valueOf(refusal.getMessage())));
        } catch (ChangedShapeException changed) {
            LOG.warn("{} answers otherwise than it did: {}", id, changed.getMessage());
            throw failed(Look.Fault.CHANGED_SHAPE, changed.getMessage());
        } catch (RuntimeException unforeseen) {
            LOG.error("{} sent what its adapter does not cope with", id, unforeseen);
            throw failed(Look.Fault.CHANGED_SHAPE, null);
        }
    }

    private static Look refusal(TrendSource source, OutboundResult.Answered answered) {
        int status = source.meaning(answered.status(), answered.content().bytes());
        Duration wait = answered.retryAfter();
        if (status == TOO_MANY_REQUESTS || (status == UNAVAILABLE && wait != null)) {
            Duration rest = Objects.requireNonNullElse(wait, USUAL_REST);
            return new Look.Resting(rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest);
        }
        List<Credential> shown = source.credentials();
        if (status == UNAUTHORIZED && !shown.isEmpty()) {
            return new Look.Unavailable("It does not take what " + variables(shown) + " holds (status "
                    + answered.status() + "): it is wrong, has expired or was taken back.");
        }
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            return new Look.Unavailable("It is closed to this server just now (status " + answered.status() + ").");
        }
        boolean isNetworks = status >= SERVER_ERROR || status == TIMEOUT;
        return new Look.Failed(
                isNetworks ? Look.Fault.SERVER_ERROR : Look.Fault.QUESTION,
                "It answered with status " + answered.status() + ".");
    }

    private static String variables(List<Credential> credentials) {
        return credentials.stream().map(Credential::variable).collect(Collectors.joining(" and "));
    }

    private static Setback failed(Look.Fault fault, @Nullable String detail) {
        return new Setback(new Look.Failed(fault, detail));
    }
}
