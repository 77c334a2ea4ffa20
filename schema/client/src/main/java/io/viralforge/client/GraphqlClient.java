package io.viralforge.client;

import io.viralforge.types.Operation;
import io.viralforge.types.client.CursorNow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Speaks GraphQL to one server. Safe for any number of threads; every method blocks, and ends with an
 * InterruptedException when its thread is interrupted.
 *
 * <p>What fails for a passing reason (no connection, 429, 502, 503, 504, THROTTLED, UNAVAILABLE) is tried again with
 * jittered backoff until {@link ClientSettings#patience} is over: always when it certainly was not carried out, and also
 * when that is unknown if it is {@link Repeat#SAFE}. A refused token is traded once through {@link TokenSource#refresh}.
 * Redirects are not followed.
 */
public final class GraphqlClient implements AutoCloseable {
    private static final String ACCEPT = "application/graphql-response+json, application/json;q=0.9";

    private final URI endpoint;
    private final TokenSource tokens;
    private final ClientSettings settings;
    private final HttpClient http;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param endpoint the GraphQL address, such as {@code http://127.0.0.1:8080/graphql}; subscriptions use the same one
     *     with ws or wss
     */
    public GraphqlClient(URI endpoint, TokenSource tokens, ClientSettings settings) {
        if (!"http".equals(endpoint.getScheme()) && !"https".equals(endpoint.getScheme())) {
            throw new IllegalArgumentException("not an http or https address: " + endpoint);
        }
        this.endpoint = endpoint;
        this.tokens = tokens;
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /** Carries out a query or mutation; throws {@link GraphqlException} when any part of it failed. */
    public <D> D execute(Operation<D> operation) throws InterruptedException {
        return exchange(operation, Repeat.of(operation)).whole();
    }

    /** The same for a mutation that the caller knows to be safe to repeat. */
    public <D> D execute(Operation<D> operation, Repeat repeat) throws InterruptedException {
        return exchange(operation, repeat).whole();
    }

    /** Carries out a query or mutation and hands over what there is, with the errors of what there is not. */
    public <D> Reply<D> exchange(Operation<D> operation, Repeat repeat) throws InterruptedException {
        if (operation.kind() == Operation.Kind.SUBSCRIPTION) {
            throw new IllegalArgumentException(operation.name() + " is a subscription");
        }
        var body = body(operation);
        long begin = System.nanoTime();
        boolean isRefreshed = false;
        for (int failures = 1; ; ) {
            switch (send(operation, body)) {
                case Attempt.Answered<D> answered -> {
                    return answered.reply();
                }
                case Attempt.Refused<D> refused -> throw refused.why();
                case Attempt.TokenRefused<D> refused -> {
                    if (isRefreshed || !canRefresh(refused.token())) {
                        throw refused.why();
                    }
                    isRefreshed = true;
                }
                case Attempt.Later<D> later -> {
                    var backoff = settings.backoff().after(failures++);
                    var wait = later.delay() == null ? backoff : later.delay();
                    var spent = Duration.ofNanos(System.nanoTime() - begin);
                    if ((later.mayHaveRun() && repeat == Repeat.NEVER)
                            || spent.plus(wait).compareTo(settings.patience()) > 0) {
                        throw later.why();
                    }
                    pause(wait);
                }
            }
        }
    }

    /**
     * Begins a subscription; it connects with the first call of {@link EventStream#next()}.
     *
     * @param onConnected run by the thread in {@code next()} each time the server has been reached, the first time too:
     *     the moment to look up what a lossy subscription may have missed
     */
    public <D> EventStream<D> subscribe(Operation<D> operation, Runnable onConnected) {
        if (operation.kind() != Operation.Kind.SUBSCRIPTION) {
            throw new IllegalArgumentException(operation.name() + " is no subscription");
        }
        return new EventStream<>(this, operation, onConnected);
    }

    public <D> EventStream<D> subscribe(Operation<D> operation) {
        return subscribe(operation, () -> {});
    }

    /** Ends everything under way; whoever waits in it gets an exception. */
    @Override
    public void close() {
        closed.countDown();
        http.shutdownNow();
    }

    private <D> Attempt<D> send(Operation<D> operation, String body) throws InterruptedException {
        var token = tokens.token();
        var request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .header("Accept", ACCEPT)
                .header("User-Agent", settings.userAgent())
                .POST(BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var response = HttpCall.within(settings.requestTimeout(), http, request.build(), BodyHandlers.ofString());
            return read(operation, token, response);
        } catch (IOException failure) {
            failIfClosed();
            var message = "Cannot reach " + endpoint + ": " + HttpCall.reason(failure);
            return new Attempt.Later<>(new UnreachableException(message, failure), !HttpCall.isUnsent(failure), null);
        }
    }

    private <D> Attempt<D> read(Operation<D> operation, @Nullable String token, HttpResponse<String> response) {
        int status = response.statusCode();
        var answer = answer(response);
        var errors = GraphqlError.all(answer.get("errors"));
        if (answer.get("data") instanceof Map<?, ?> data && status == 200) {
            try {
                return new Attempt.Answered<>(new Reply<>(operation.read(Json.asObject(data)), errors));
            } catch (IllegalArgumentException malformed) {
                // With errors, a null where the schema allows none is only their consequence.
                return new Attempt.Refused<>(
                        errors.isEmpty() ? malformed(operation, malformed) : GraphqlException.of(errors));
            }
        }
        var code = errors.isEmpty() ? code(status) : errors.getFirst().code();
        var message = errors.isEmpty() ? endpoint + " answered with HTTP " + status : GraphqlError.sentence(errors);
        var requestId = errors.isEmpty() ? null : errors.getFirst().requestId();
        if (code == ErrorCode.UNAUTHENTICATED) {
            return new Attempt.TokenRefused<>(token, new UnauthenticatedException(message, requestId));
        }
        var why = new GraphqlException(code, message, requestId, null);
        if (code.isTransient()) {
            boolean mayHaveRun = code != ErrorCode.THROTTLED;
            return new Attempt.Later<>(why, mayHaveRun, HttpCall.retryAfter(response));
        }
        return new Attempt.Refused<>(why);
    }

    private static ErrorCode code(int status) {
        return switch (status) {
            case 401 -> ErrorCode.UNAUTHENTICATED;
            case 403 -> ErrorCode.FORBIDDEN;
            case 429 -> ErrorCode.THROTTLED;
            case 502, 503, 504 -> ErrorCode.UNAVAILABLE;
            default -> ErrorCode.UNKNOWN;
        };
    }

    /** The answer as an object; empty when it is no JSON, as a proxy's error page is not. */
    private static Map<String, @Nullable Object> answer(HttpResponse<String> response) {
        try {
            return Json.object(response.body());
        } catch (IOException notJson) {
            return Map.of();
        }
    }

    private static String body(Operation<?> operation) {
        Map<String, @Nullable Object> body = new HashMap<>();
        body.put("operationName", operation.name());
        body.put("query", operation.document());
        body.put("variables", operation.variables());
        return Json.text(body);
    }

    /** Opens a socket for one subscription and waits until the server has acknowledged it. */
    SubscriptionSocket open(Operation<?> operation, Map<String, @Nullable Object> variables)
            throws SocketRefused, InterruptedException {
        failIfClosed();
        var address = URI.create("ws" + endpoint.toString().substring("http".length()));
        return SubscriptionSocket.open(http, address, tokens.token(), settings, operation, variables);
    }

    /** Where the server's event log stands now. Asked once: what is worth another try is for the caller, as of a socket. */
    String cursorNow() throws SocketRefused, InterruptedException {
        failIfClosed();
        var question = new CursorNow();
        return switch (send(question, body(question))) {
            case Attempt.Answered<CursorNow.Data> answered ->
                answered.reply().whole().events().cursor();
            case Attempt.Refused<CursorNow.Data> refused -> throw refused.why();
            case Attempt.TokenRefused<CursorNow.Data> refused ->
                throw new SocketRefused(
                        401, String.valueOf(refused.why().getMessage()), refused.token(), refused.why());
            case Attempt.Later<CursorNow.Data> later ->
                throw new SocketRefused(1013, String.valueOf(later.why().getMessage()), null, later.why());
        };
    }

    /** Trades a refused token for another one; false when there is none. */
    boolean canRefresh(@Nullable String refused) throws InterruptedException {
        var current = tokens.token();
        if (current != null && !current.equals(refused)) {
            return true; // Another thread was faster.
        }
        var fresh = tokens.refresh(refused);
        return fresh != null && !fresh.equals(refused);
    }

    ClientSettings settings() {
        return settings;
    }

    /** Waits; throws when the client is closed meanwhile. */
    void pause(Duration wait) throws InterruptedException {
        if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            failIfClosed();
        }
    }

    void failIfClosed() {
        if (closed.getCount() == 0) {
            throw new GraphqlException(ErrorCode.UNAVAILABLE, "The client has been closed");
        }
    }

    static GraphqlException malformed(Operation<?> operation, IllegalArgumentException why) {
        var message = "The answer to " + operation.name() + " is not as the schema says: " + why.getMessage();
        return new GraphqlException(ErrorCode.UNKNOWN, message, null, why);
    }

    /** Errors as one exception, for subscriptions. */
    static GraphqlException failure(List<GraphqlError> errors) {
        return errors.isEmpty()
                ? new GraphqlException(ErrorCode.UNKNOWN, "The server ended the subscription with an error")
                : GraphqlException.of(errors);
    }
}
