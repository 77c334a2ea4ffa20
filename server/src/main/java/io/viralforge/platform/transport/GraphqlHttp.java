package io.viralforge.platform.transport;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Answer;
import io.viralforge.platform.graphql.Authenticator;
import io.viralforge.platform.graphql.Engine;
import io.viralforge.platform.graphql.Engine.Kind;
import io.viralforge.platform.graphql.Faults;
import io.viralforge.platform.graphql.Operation;
import io.viralforge.platform.graphql.ResponseJson;
import io.viralforge.trace.Span;
import io.viralforge.trace.Tracing;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * GraphQL over HTTP, after the draft at graphql.github.io/graphql-over-http, and over Server-Sent Events. POST takes only
 * JSON, which a page of another origin cannot send unasked; GET changes nothing. An invalid token is 401 and never taken
 * for none.
 */
@Controller("/graphql")
final class GraphqlHttp {
    private static final Set<Kind> BY_GET = Set.of(Kind.QUERY, Kind.SUBSCRIPTION);
    private static final Set<Kind> BY_POST = Set.of(Kind.values());

    private final Engine engine;
    private final Bearer bearer;
    private final ClientAddress addresses;
    private final EventStreams streams;
    private final Tracing tracing;

    GraphqlHttp(Engine engine, Bearer bearer, ClientAddress addresses, EventStreams streams, Tracing tracing) {
        this.tracing = tracing;
        this.engine = engine;
        this.bearer = bearer;
        this.addresses = addresses;
        this.streams = streams;
    }

    @Get(produces = {MediaType.APPLICATION_JSON, "application/graphql-response+json", MediaType.ALL})
    HttpResponse<?> get(HttpRequest<?> request) {
        return answer(request, BY_GET, () -> HttpOperation.ofGet(request));
    }

    @Post(consumes = MediaType.ALL, produces = MediaType.ALL)
    HttpResponse<?> post(HttpRequest<?> request, @Body byte @Nullable [] body) {
        return answer(request, BY_POST, () -> HttpOperation.ofPost(request, body));
    }

    private HttpResponse<?> answer(HttpRequest<?> request, Set<Kind> byMethod, Supplier<Operation> reader) {
        ResponseType type = ResponseType.accepted(request.getHeaders().accept());
        if (type == null) {
            return fault(
                    request,
                    ResponseType.JSON,
                    HttpStatus.NOT_ACCEPTABLE,
                    new CodedException(
                            ErrorCode.BAD_REQUEST,
                            "Answers are application/graphql-response+json, application/json or text/event-stream."));
        }
        try (Span span = tracing.request(
                request.getMethodName() + " /graphql", request.getHeaders().get("traceparent"))) {
            span.with("request", RequestHeaders.requestId(request));
            Operation operation = reader.get();
            String authorization = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
            String address = addresses.of(request);
            Authenticator.Known known = bearer.authenticate(authorization, address);
            String requestId = RequestHeaders.requestId(request);
            Set<Kind> allowed = EnumSet.copyOf(byMethod);
            if (type != ResponseType.EVENT_STREAM) {
                allowed.remove(Kind.SUBSCRIPTION);
            }
            return switch (engine.execute(operation, known.actor(), allowed, requestId, address)) {
                case Answer.Executed(Map<String, @Nullable Object> body) -> response(type, HttpStatus.OK, body);
                case Answer.Refused(Answer.Reason reason, Map<String, @Nullable Object> body) ->
                    refused(type, reason, body, allowed);
                case Answer.Throttled(Duration retryAfter, Map<String, @Nullable Object> body) ->
                    plain(type, type == ResponseType.JSON ? HttpStatus.OK : HttpStatus.TOO_MANY_REQUESTS, body)
                            .header(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
                case Answer.Subscribed subscribed ->
                    stream(streams.follow(
                            subscribed.events(), new EventStreams.Reader(authorization, known, address, requestId)));
            };
        } catch (HttpFault fault) {
            return fault(
                    request,
                    type,
                    fault.status(),
                    new CodedException(ErrorCode.BAD_REQUEST, String.valueOf(fault.getMessage())));
        } catch (CodedException coded) {
            return fault(request, type, status(coded.code()), coded);
        } catch (RuntimeException e) {
            return fault(request, type, HttpStatus.INTERNAL_SERVER_ERROR, e);
        }
    }

    private static HttpResponse<?> refused(
            ResponseType type, Answer.Reason reason, Map<String, @Nullable Object> body, Set<Kind> allowed) {
        if (reason == Answer.Reason.KIND && !allowed.contains(Kind.MUTATION)) {
            return plain(type, HttpStatus.METHOD_NOT_ALLOWED, body).header(HttpHeaders.ALLOW, "POST");
        }
        return response(type, type == ResponseType.GRAPHQL_RESPONSE ? HttpStatus.BAD_REQUEST : HttpStatus.OK, body);
    }

    private static MutableHttpResponse<?> fault(
            HttpRequest<?> request, ResponseType type, HttpStatus status, Throwable failure) {
        MutableHttpResponse<?> response = plain(type, status, Faults.body(failure, RequestHeaders.requestId(request)));
        return switch (status) {
            case UNAUTHORIZED ->
                response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"viralforge\", error=\"invalid_token\"");
            // In seconds: of points there is one by then, of streams there may be.
            case TOO_MANY_REQUESTS -> response.header(HttpHeaders.RETRY_AFTER, "1");
            default -> response;
        };
    }

    /** What became of an operation. A stream of events says that within itself. */
    private static MutableHttpResponse<?> response(
            ResponseType type, HttpStatus status, Map<String, @Nullable Object> body) {
        return type == ResponseType.EVENT_STREAM ? stream(EventStreams.only(body)) : plain(type, status, body);
    }

    /** Says something of the request itself; in JSON also to who wants a stream, as HTTP's status speaks before any event. */
    private static MutableHttpResponse<byte[]> plain(
            ResponseType type, HttpStatus status, Map<String, @Nullable Object> body) {
        ResponseType said = type == ResponseType.EVENT_STREAM ? ResponseType.JSON : type;
        return HttpResponse.<byte[]>status(status)
                .body(ResponseJson.bytes(body))
                .contentType(said.mediaType());
    }

    private static MutableHttpResponse<EventStream> stream(EventStream stream) {
        return HttpResponse.ok(stream)
                .contentType(ResponseType.EVENT_STREAM.mediaType())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                // nginx, and what learnt from it, passes such an answer on as it comes.
                .header("X-Accel-Buffering", "no");
    }

    private static HttpStatus status(ErrorCode code) {
        return switch (code) {
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case BAD_REQUEST, DOCUMENT_UNKNOWN, PERSISTED_QUERY_NOT_FOUND, COST_EXCEEDED, CURSOR_EXPIRED ->
                HttpStatus.BAD_REQUEST;
            case THROTTLED -> HttpStatus.TOO_MANY_REQUESTS;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }
}
