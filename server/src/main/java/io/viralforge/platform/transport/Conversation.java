package io.viralforge.platform.transport;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Answer;
import io.viralforge.platform.graphql.Authenticator;
import io.viralforge.platform.graphql.Engine;
import io.viralforge.platform.graphql.Faults;
import io.viralforge.platform.graphql.Operation;
import io.viralforge.platform.graphql.ResponseJson;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.trace.Span;
import io.viralforge.trace.Tracing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One client's talk over one socket, after the protocol graphql-transport-ws
 * (github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md). Messages come in one after the other; operations run on
 * virtual threads of their own. Operation ids belong to this socket alone.
 */
final class Conversation {
    private static final Set<Engine.Kind> ALL = EnumSet.allOf(Engine.Kind.class);
    private static final int MOST_OPERATIONS = 100;
    private static final int MOST_UNSENT = 400;
    /** In characters, each of up to three bytes. */
    private static final int MOST_REASON = 40;

    private static final int MOST_ID_LENGTH = 200;

    /** What all conversations of this replica share. */
    record Setting(Engine engine, Bearer bearer, Timers timers, RequestIds ids, Callers callers, Tracing tracing) {}

    private final Setting setting;
    private final Wire wire;
    private final @Nullable String upgradeAuthorization;
    private final String address;
    private final Map<String, RunningOperation> operations = new ConcurrentHashMap<>();
    private final AtomicBoolean isInitialised = new AtomicBoolean();
    private final AtomicInteger unsent = new AtomicInteger();
    private final Timers.Timer initTimeout;
    private volatile boolean isClosed;
    private volatile boolean isGone;
    private volatile boolean isHeard = true;
    private volatile boolean isAcknowledged;
    private volatile @Nullable String said;
    private volatile Set<Scope> scopes = Set.of();
    private final AtomicReference<@Nullable Runnable> leave = new AtomicReference<>();
    private volatile Timers.@Nullable Timer expiry;
    private final Timers.Timer pings;

    /**
     * @param upgradeAuthorization the header of the request that opened the socket; connection_init goes before it
     * @param address where the client is
     */
    Conversation(Setting setting, Wire wire, @Nullable String upgradeAuthorization, String address) {
        this.setting = setting;
        this.wire = wire;
        this.upgradeAuthorization = upgradeAuthorization;
        this.address = address;
        this.initTimeout = setting.timers().after(setting.timers().initTimeout(), () -> {
            if (!isInitialised.get()) {
                close(SocketClose.INIT_TIMEOUT);
            }
        });
        this.pings = setting.timers().every(setting.timers().pingInterval(), this::ping);
    }

    /** Takes a seat among those who have yet to say who they are; false: there are enough of them. */
    boolean sit() {
        return sit(setting.callers().open(address));
    }

    /** Moves to another seat, null when there is none. */
    private boolean sit(@Nullable Runnable seat) {
        if (seat == null) {
            return false;
        }
        leave(seat);
        if (isGone) {
            leave(null);
        }
        return true;
    }

    private void leave(@Nullable Runnable next) {
        Runnable before = leave.getAndSet(next);
        if (before != null) {
            before.run();
        }
    }

    /** Something has come from the client: it lives. */
    void heard() {
        isHeard = true;
    }

    /** A message from the client, from one thread at a time. */
    void receive(String text) {
        if (isClosed) {
            return;
        }
        heard();
        try {
            Map<String, @Nullable Object> message = Json.object(text.getBytes(StandardCharsets.UTF_8), "A message");
            switch (String.valueOf(message.get("type"))) {
                case "connection_init" -> initialise(message.get("payload"));
                case "subscribe" -> subscribe(message);
                case "complete" -> complete(message);
                case "ping" -> pong(message.get("payload"));
                case "pong" -> {}
                default -> close(SocketClose.BAD_REQUEST, "Invalid message: unknown type");
            }
        } catch (CodedException malformed) {
            close(SocketClose.BAD_REQUEST, String.valueOf(malformed.getMessage()));
        }
    }

    /** Nobody talks any more: everything that ran for the socket ends. */
    void closed() {
        isClosed = true;
        initTimeout.cancel();
        pings.cancel();
        Timers.Timer timer = expiry;
        if (timer != null) {
            timer.cancel();
        }
        operations.values().forEach(RunningOperation::cancel);
        operations.clear();
    }

    /** The connection is gone, and what waited to go out with it: only now is there room for another. */
    void gone() {
        isGone = true;
        closed();
        leave(null);
    }

    /** Whether the client has proved to be somebody. */
    boolean isKnown() {
        return !scopes.isEmpty();
    }

    void close(SocketClose close) {
        close(close, close.reason());
    }

    private void close(SocketClose close, String reason) {
        wire.close(close.code(), fitting(reason));
        closed();
    }

    /** A close frame holds 123 bytes of reason (RFC 6455, section 5.5); ids may be longer. */
    private static String fitting(String reason) {
        return reason.length() <= MOST_REASON ? reason : reason.substring(0, MOST_REASON) + "…";
    }

    private void initialise(@Nullable Object payload) {
        if (!isInitialised.compareAndSet(false, true)) {
            close(SocketClose.TOO_MANY_INITS);
            return;
        }
        initTimeout.cancel();
        if (payload != null && !(payload instanceof Map<?, ?>)) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "The payload of connection_init must be an object.");
        }
        Thread.ofVirtual().name("socket-init").start(() -> authenticate(authorization(payload)));
    }

    private @Nullable String authorization(@Nullable Object payload) {
        if (payload instanceof Map<?, ?> parameters) {
            Object value = parameters.get("Authorization");
            if (value == null) {
                value = parameters.get("authorization");
            }
            if (value != null) {
                return value.toString();
            }
        }
        return upgradeAuthorization;
    }

    private void authenticate(@Nullable String authorization) {
        try {
            Authenticator.Known known = setting.bearer().authenticate(authorization, address);
            said = authorization;
            scopes = known.actor().scopes();
            if (!sit(setting.callers().enter(known.actor(), address))) {
                close(SocketClose.TOO_MANY);
                return;
            }
            isAcknowledged = true;
            Instant until = known.until();
            if (until != null) {
                expiry = setting.timers().at(until, () -> close(SocketClose.FORBIDDEN, "Forbidden: token expired"));
            }
            send(Map.of("type", "connection_ack"));
            if (isClosed) {
                closed();
            }
        } catch (CodedException refused) {
            // Only the first is news of the token; clients come back after the other.
            if (refused.code() == ErrorCode.UNAUTHENTICATED) {
                close(SocketClose.FORBIDDEN, "Forbidden: " + refused.code());
            } else {
                close(SocketClose.UNAVAILABLE);
            }
        } catch (RuntimeException e) {
            Faults.body(e, setting.ids().next());
            close(SocketClose.INTERNAL);
        }
    }

    private void subscribe(Map<String, @Nullable Object> message) {
        if (!isAcknowledged) {
            close(SocketClose.UNAUTHORIZED);
            return;
        }
        String id = id(message);
        if (!(message.get("payload") instanceof Map<?, ?> payload)) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "The payload of subscribe must be an object.");
        }
        @SuppressWarnings("unchecked")
        Operation operation = Json.operation((Map<String, @Nullable Object>) payload);
        RunningOperation running = new RunningOperation(this, id);
        if (operations.putIfAbsent(id, running) != null) {
            close(SocketClose.SUBSCRIBER_EXISTS, "Subscriber for " + id + " already exists");
            return;
        }
        if (operations.size() > MOST_OPERATIONS) {
            operations.remove(id, running);
            CodedException tooMany = new CodedException(
                    ErrorCode.THROTTLED, "A socket carries at most " + MOST_OPERATIONS + " operations at a time.");
            sendError(id, Faults.body(tooMany, setting.ids().next()));
            return;
        }
        Thread.ofVirtual().name("operation").start(() -> execute(running, operation));
    }

    private void execute(RunningOperation running, Operation operation) {
        String requestId = setting.ids().next();
        try (Span span = setting.tracing().request("socket /graphql", null)) {
            span.with("request", requestId);
            // Not who the caller was at the start: what they may do can have become less since.
            Actor caller = setting.bearer().authenticate(said, address).actor();
            switch (setting.engine().execute(operation, caller, ALL, requestId, address)) {
                case Answer.Executed(Map<String, @Nullable Object> body) -> running.only(body);
                case Answer.Refused(Answer.Reason reason, Map<String, @Nullable Object> body) -> running.refuse(body);
                case Answer.Throttled(Duration retryAfter, Map<String, @Nullable Object> body) -> running.refuse(body);
                case Answer.Subscribed subscribed -> running.follow(subscribed.events(), requestId);
            }
        } catch (RuntimeException e) {
            if (!isOver(e)) {
                running.refuse(Faults.body(e, requestId));
            }
        }
    }

    private void complete(Map<String, @Nullable Object> message) {
        RunningOperation running = operations.remove(id(message));
        if (running != null) {
            running.cancel();
        }
    }

    private static String id(Map<String, @Nullable Object> message) {
        if (message.get("id") instanceof String id && !id.isEmpty() && id.length() <= MOST_ID_LENGTH) {
            return id;
        }
        throw new CodedException(ErrorCode.BAD_REQUEST, "id must be a string of 1 to 200 characters.");
    }

    private void ping() {
        if (!isHeard) {
            close(SocketClose.GOING_AWAY, "No sign of life");
            return;
        }
        isHeard = false;
        wire.ping();
        if (!operations.isEmpty()) {
            Thread.ofVirtual().name("socket-check").start(this::check);
        }
    }

    /**
     * A token can be revoked, and a member removed or given another role, while the socket is open: it is looked at again
     * before each operation, and at each ping as long as something runs. Whose scopes have changed is sent away to come
     * back, so that each subscription is asked anew whether it may be.
     */
    private void check() {
        try {
            if (!setting.bearer().authenticate(said, address).actor().scopes().equals(scopes)) {
                close(SocketClose.GOING_AWAY, "What the token allows has changed");
            }
        } catch (RuntimeException e) {
            // A database that cannot be reached says nothing about the token.
            isOver(e);
        }
    }

    private boolean isOver(RuntimeException failure) {
        boolean isOver = failure instanceof CodedException coded && coded.code() == ErrorCode.UNAUTHENTICATED;
        if (isOver) {
            close(SocketClose.FORBIDDEN, "Forbidden: the token has ended");
        }
        return isOver;
    }

    private void pong(@Nullable Object payload) {
        send(payload == null ? Map.of("type", "pong") : Map.of("type", "pong", "payload", payload));
    }

    /** Ends an operation from this side; false when the client or the socket's end was first. */
    boolean finish(RunningOperation operation) {
        return operations.remove(operation.id(), operation);
    }

    /** @param body what a mapper writes as a response */
    CompletionStage<?> sendNext(String id, Object body) {
        return send(message("next", id, body));
    }

    void sendError(String id, Map<String, @Nullable Object> body) {
        send(message("error", id, body.getOrDefault("errors", List.of())));
    }

    void sendComplete(String id) {
        send(Map.of("id", id, "type", "complete"));
    }

    private static Map<String, @Nullable Object> message(String type, String id, @Nullable Object payload) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("id", id);
        message.put("type", type);
        message.put("payload", payload);
        return message;
    }

    /** Whoever asks for more than he reads is let go: nothing here grows without bound. */
    private CompletionStage<?> send(Map<String, ? extends @Nullable Object> message) {
        if (unsent.incrementAndGet() > MOST_UNSENT) {
            close(SocketClose.TOO_SLOW);
        }
        return wire.send(ResponseJson.text(message)).whenComplete((sent, failure) -> unsent.decrementAndGet());
    }
}
