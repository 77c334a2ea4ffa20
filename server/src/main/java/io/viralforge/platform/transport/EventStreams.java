package io.viralforge.platform.transport;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Answer;
import io.viralforge.platform.graphql.Authenticator;
import io.viralforge.platform.graphql.Faults;
import io.viralforge.platform.graphql.ResponseJson;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.graphql.Seats;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Answers as Server-Sent Events, after the distinct connections mode of GraphQL-SSE
 * (github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md): a stream for each operation. An event that a subscription can
 * go on after carries its cursor as {@code id}, and streams end by themselves after a while, so that no proxy has to cut
 * them: who wants more comes back with the last {@code id}.
 */
@Singleton
final class EventStreams {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

    /** Proxies and browsers that wait for so many bytes before they hand anything on have them at once. */
    private static final byte[] OPENING = bytes(":" + " ".repeat(2_048) + "\n\n");

    private static final byte[] HEARTBEAT = bytes(":\n\n");
    /** With an empty data field, because browsers drop events that have none. */
    private static final byte[] COMPLETE = bytes("event: complete\ndata:\n\n");

    /** When to say that a stream lives, when to look at its token again, how long it lives at least and at most. */
    private record Times(Duration heartbeat, Duration check, Duration shortest, Duration longest) {}

    /**
     * Whom a stream is for.
     *
     * @param authorization the request's header
     * @param known what that proved
     * @param address where the client is
     */
    record Reader(@Nullable String authorization, Authenticator.Known known, String address, String requestId) {
        private String account() {
            return known.actor().account(address);
        }
    }

    private final Bearer bearer;
    private final InstantSource clock;
    private final Times times;
    private final Seats seats;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("event-stream-", 0).factory());
    private final Scheduler scheduler = Schedulers.fromExecutor(threads);
    private final Sinks.Empty<Void> stopping = Sinks.empty();

    EventStreams(
            Bearer bearer,
            InstantSource clock,
            @Value("${viralforge.stream.heartbeat}") Duration heartbeat,
            @Value("${viralforge.stream.check}") Duration check,
            @Value("${viralforge.stream.shortest}") Duration shortest,
            @Value("${viralforge.stream.longest}") Duration longest,
            @Value("${viralforge.stream.most-per-actor}") int most) {
        this.bearer = bearer;
        this.clock = clock;
        this.times = new Times(heartbeat, check, shortest, longest);
        this.seats = new Seats(most, "event streams");
    }

    /** A result that is there already. */
    static EventStream only(Map<String, @Nullable Object> body) {
        return new EventStream(Flux.just(OPENING, next(null, ResponseJson.text(body)), COMPLETE));
    }

    /**
     * A subscription's events as they come. The next one is asked for when the one before has gone out to the network.
     *
     * @throws CodedException THROTTLED when the reader has too many streams open on this replica
     */
    EventStream follow(Publisher<Answer.Event> events, Reader reader) {
        if (seats.areTaken(reader.account())) {
            throw seats.tooMany();
        }
        // Asked for on threads of our own: what is asked for may be computed at once, and not by the network's thread.
        Flux<byte[]> frames = Flux.from(events)
                .subscribeOn(scheduler)
                .map(event -> next(event.cursor(), event.json()))
                .takeUntilOther(Mono.firstWithSignal(stopping.asMono(), end(), expiry(reader), revocation(reader)))
                .onErrorResume(failure -> Mono.just(fault(failure, reader)))
                .concatWith(Mono.just(COMPLETE));
        Flux<byte[]> beats =
                Flux.interval(times.heartbeat()).onBackpressureDrop().map(beat -> HEARTBEAT);
        return new EventStream(counted(
                reader,
                Flux.concat(Mono.just(OPENING), Flux.merge(1, frames, beats).takeUntil(frame -> frame == COMPLETE))));
    }

    /** Counts a stream from when it is sent to when it ends, whichever way. */
    private Flux<byte[]> counted(Reader reader, Flux<byte[]> frames) {
        return Flux.using(
                () -> seats.take(reader.account()),
                isTaken -> isTaken ? frames : Flux.just(OPENING, fault(seats.tooMany(), reader), COMPLETE),
                isTaken -> seats.leave(reader.account()));
    }

    /** Not all at the same time, so that they do not come back at the same time. */
    private Mono<Void> end() {
        long spread = times.longest().minus(times.shortest()).toMillis();
        return Mono.delay(
                        times.shortest().plusMillis(ThreadLocalRandom.current().nextLong(spread + 1)))
                .then();
    }

    private Mono<Void> expiry(Reader reader) {
        Instant until = reader.known().until();
        return until == null
                ? Mono.never()
                : Mono.delay(Duration.between(clock.instant(), until)).then(Mono.error(EventStreams::ended));
    }

    /**
     * A token can be revoked, and a member removed, while the stream is open; where only the scopes are others now, the
     * reader is to come back and be asked anew.
     */
    private Mono<Void> revocation(Reader reader) {
        return Flux.interval(times.check())
                .onBackpressureDrop()
                .publishOn(scheduler, 1)
                .takeWhile(time -> isUnchanged(reader))
                .then();
    }

    private boolean isUnchanged(Reader reader) {
        try {
            Set<Scope> now = bearer.authenticate(reader.authorization(), reader.address())
                    .actor()
                    .scopes();
            return now.equals(reader.known().actor().scopes());
        } catch (CodedException refused) {
            // A database that cannot be reached says nothing about the token.
            if (refused.code() == ErrorCode.UNAUTHENTICATED) {
                throw ended();
            }
        } catch (RuntimeException unknown) {
            LOG.debug("a token could not be looked at", unknown);
        }
        return true;
    }

    private static CodedException ended() {
        return new CodedException(ErrorCode.UNAUTHENTICATED, "The token has ended.");
    }

    private static byte[] fault(Throwable failure, Reader reader) {
        return next(null, ResponseJson.text(Faults.body(failure, reader.requestId())));
    }

    private static byte[] next(@Nullable String cursor, String json) {
        return bytes("event: next\n" + (cursor == null ? "" : "id: " + cursor + "\n") + "data: " + json + "\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Clients come back, to another replica, and go on where they were. */
    @EventListener
    void shutdown(ShutdownEvent event) {
        stopping.tryEmitEmpty();
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
