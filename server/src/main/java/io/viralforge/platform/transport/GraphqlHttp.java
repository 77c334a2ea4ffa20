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
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Answer;
import io.viralforge.platform.graphql.Engine;
import io.viralforge.platform.graphql.Engine.Kind;
import io.viralforge.platform.graphql.Faults;
import io.viralforge.platform.graphql.Operation;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * GraphQL over HTTP, after the draft at graphql.github.io/graphql-over-http. POST takes only JSON, which a page of another
 * origin cannot send unasked; GET serves queries alone. An invalid token is 401 and never taken for none.
 */
@Controller("/graphql")
final class GraphqlHttp {
    /** Documents, variables, captions in them; files go elsewhere. */
    private static final int MOST_BYTES = 2 << 20;

    private static final Set<Kind> BY_GET = Set.of(Kind.QUERY);
    private static final Set<Kind> BY_POST = Set.of(Kind.QUERY, Kind.MUTATION);

    private final Engine engine;
    private final Bearer bearer;
    private final ClientAddress addresses;

    GraphqlHttp(Engine engine, Bearer bearer, ClientAddress addresses) {
        this.engine = engine;
        this.bearer = bearer;
        this.addresses = addresses;
    }

    @Get(produces = {MediaType.APPLICATION_JSON, "application/graphql-response+json", MediaType.ALL})
    HttpResponse<byte[]> get(HttpRequest<?> request) {
        return answer(request, BY_GET, () -> parameters(request));
    }

    @Post(consumes = MediaType.ALL, produces = MediaType.ALL)
    HttpResponse<byte[]> post(HttpRequest<?> request, @Body byte @Nullable [] body) {
        return answer(request, BY_POST, () -> {
            requireJson(request);
            if (body == null || body.length > MOST_BYTES) {
                throw new HttpFault(
                        body == null ? HttpStatus.BAD_REQUEST : HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                        body == null ? "The body is missing." : "The body is larger than 2 MiB.");
            }
            return Json.operation(Json.object(body, "The body"));
        });
    }

    private HttpResponse<byte[]> answer(HttpRequest<?> request, Set<Kind> allowed, Supplier<Operation> reader) {
        ResponseType type = ResponseType.accepted(request.getHeaders().accept());
        if (type == null) {
            return fault(
                    request,
                    ResponseType.JSON,
                    HttpStatus.NOT_ACCEPTABLE,
                    new CodedException(
                            ErrorCode.BAD_REQUEST,
                            "Answers are application/graphql-response+json or application/json."));
        }
        try {
            Operation operation = reader.get();
            Actor actor = bearer.authenticate(request.getHeaders().get(HttpHeaders.AUTHORIZATION))
                    .actor();
            return response(
                    type,
                    engine.execute(operation, actor, allowed, RequestHeaders.requestId(request), addresses.of(request)),
                    allowed);
        } catch (HttpFault fault) {
            return fault(request, type, fault.status, new CodedException(ErrorCode.BAD_REQUEST, fault.text));
        } catch (CodedException coded) {
            return fault(request, type, status(coded.code()), coded);
        } catch (RuntimeException e) {
            return fault(request, type, HttpStatus.INTERNAL_SERVER_ERROR, e);
        }
    }

    private static HttpResponse<byte[]> response(ResponseType type, Answer answer, Set<Kind> allowed) {
        return switch (answer) {
            case Answer.Executed(Map<String, @Nullable Object> body) -> response(type, HttpStatus.OK, body);
            case Answer.Refused(Answer.Reason reason, Map<String, @Nullable Object> body) ->
                refused(type, reason, body, allowed);
            case Answer.Subscribed subscribed -> throw new IllegalStateException("subscriptions are not allowed here");
        };
    }

    private static HttpResponse<byte[]> refused(
            ResponseType type, Answer.Reason reason, Map<String, @Nullable Object> body, Set<Kind> allowed) {
        return switch (reason) {
            case KIND ->
                allowed.contains(Kind.MUTATION)
                        ? response(type, refusal(type), body)
                        : response(type, HttpStatus.METHOD_NOT_ALLOWED, body).header(HttpHeaders.ALLOW, "POST");
            case INVALID, SOURCE -> response(type, refusal(type), body);
        };
    }

    private static HttpStatus refusal(ResponseType type) {
        return type == ResponseType.JSON ? HttpStatus.OK : HttpStatus.BAD_REQUEST;
    }

    private static MutableHttpResponse<byte[]> fault(
            HttpRequest<?> request, ResponseType type, HttpStatus status, Throwable failure) {
        MutableHttpResponse<byte[]> response =
                response(type, status, Faults.body(failure, RequestHeaders.requestId(request)));
        return status == HttpStatus.UNAUTHORIZED
                ? response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"viralforge\", error=\"invalid_token\"")
                : response;
    }

    private static MutableHttpResponse<byte[]> response(
            ResponseType type, HttpStatus status, Map<String, @Nullable Object> body) {
        return HttpResponse.<byte[]>status(status).body(Json.bytes(body)).contentType(type.mediaType());
    }

    private static HttpStatus status(ErrorCode code) {
        return switch (code) {
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case NOT_FOUND, DOCUMENT_UNKNOWN -> HttpStatus.NOT_FOUND;
            case BAD_REQUEST, COST_EXCEEDED, CURSOR_EXPIRED -> HttpStatus.BAD_REQUEST;
            case THROTTLED -> HttpStatus.TOO_MANY_REQUESTS;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    private static void requireJson(HttpRequest<?> request) {
        MediaType type = request.getContentType().orElse(null);
        if (type == null || !type.getName().equals(MediaType.APPLICATION_JSON)) {
            throw new HttpFault(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json.");
        }
        String charset = type.getParameters().get("charset").orElse("utf-8").toString();
        if (!charset.equalsIgnoreCase("utf-8")) {
            throw new HttpFault(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be in UTF-8.");
        }
    }

    /** A GET's parameters: {@code variables} and {@code extensions} are JSON text. */
    private static Operation parameters(HttpRequest<?> request) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        for (String name : new String[] {"query", "operationName", "variables", "extensions"}) {
            String value = request.getParameters().get(name);
            if (value != null && !value.isEmpty()) {
                boolean isText = name.equals("query") || name.equals("operationName");
                parameters.put(name, isText ? value : json(name, value));
            }
        }
        return Json.operation(parameters);
    }

    private static @Nullable Map<String, @Nullable Object> json(String name, String value) {
        return value.equals("null") ? null : Json.object(value.getBytes(StandardCharsets.UTF_8), name);
    }

    private static final class HttpFault extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final HttpStatus status;
        private final String text;

        HttpFault(HttpStatus status, String text) {
            super(text);
            this.status = status;
            this.text = text;
        }
    }
}
