package io.viralforge.platform.language;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.http.Outbound;
import io.viralforge.platform.http.OutboundBody;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.platform.http.OutboundResult;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * langchain4j's way out, which is ours: bounded, in time, without a redirect. One for each request. What a provider says of
 * a failure is read for what it means and told to nobody: some repeat the key.
 */
final class Wire implements HttpClient, HttpClientBuilder {
    private static final long MOST_BYTES = 1L << 20;
    /** Said by the client itself. */
    private static final Set<String> OURS = Set.of("content-type", "user-agent");

    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration LONGEST_REST = Duration.ofHours(1);

    /** Goes through langchain4j as it is. */
    static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Reply.Failed<String> reply;

        private Fault(UserErrorCode code, String message, @Nullable Instant retryAt) {
            super(message);
            this.reply = new Reply.Failed<>(code, message, retryAt, Tokens.NONE);
        }

        Reply.Failed<String> reply() {
            return reply;
        }
    }

    private final Outbound outbound;
    private final InstantSource clock;
    private final Duration time;

    Wire(Outbound outbound, InstantSource clock, Duration time) {
        this.outbound = outbound;
        this.clock = clock;
        this.time = time;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest asked) {
        return switch (outbound.send(request(asked))) {
            case OutboundResult.Answered answered when answered.isSuccess() -> response(answered);
            case OutboundResult.Answered answered -> throw refusal(answered);
            case OutboundResult.Refused(OutboundResult.Refused.Reason reason) ->
                throw away("VIRALFORGE_LLM_URL leads where nothing is asked (" + reason + ").", null);
            case OutboundResult.Unreachable _ ->
                throw away("It cannot be reached.", clock.instant().plus(SOON));
            // Both may have been charged for, so neither is repeated.
            case OutboundResult.Broken _ -> throw away("Its answer broke off.", null);
            case OutboundResult.TimedOut _ -> throw away("It did not answer in time.", null);
            case OutboundResult.TooLarge _ ->
                throw new Fault(UserErrorCode.MODEL_TOO_LONG, "Its answer was far too long.", null);
        };
    }

    private OutboundRequest request(HttpRequest asked) {
        OutboundRequest request = OutboundRequest.post(
                        URI.create(asked.url()), OutboundBody.json(Objects.requireNonNull(asked.body())))
                .within(time)
                .atMost(MOST_BYTES);
        for (Map.Entry<String, List<String>> header : asked.headers().entrySet()) {
            if (!OURS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                request = request.with(header.getKey(), header.getValue().getFirst());
            }
        }
        return request;
    }

    private static SuccessfulHttpResponse response(OutboundResult.Answered answered) {
        return SuccessfulHttpResponse.builder()
                .statusCode(answered.status())
                .headers(answered.headers())
                .body(answered.content().text())
                .build();
    }

    private Fault refusal(OutboundResult.Answered answered) {
        // Google's way of saying 401.
        boolean isKeyRefused =
                answered.status() == 400 && answered.content().text().contains("API key not valid");
        int status = isKeyRefused ? 401 : answered.status();
        String told = " (status " + answered.status() + ").";
        if (status == 413 || (status == 400 && isTooLong(answered.content().text()))) {
            return new Fault(UserErrorCode.MODEL_TOO_LONG, "There was more to read than it can" + told, null);
        }
        if (status >= 500) {
            return away("It is out of order" + told, after(Objects.requireNonNullElse(answered.retryAfter(), SOON)));
        }
        return switch (status) {
            case 401, 403 ->
                away("It does not take what VIRALFORGE_LLM_API_KEY holds, or is closed to this server" + told, null);
            case 404 -> away("It has no such model, or VIRALFORGE_LLM_URL leads elsewhere" + told, null);
            case 429 ->
                new Fault(
                        UserErrorCode.MODEL_RATE_LIMITED,
                        "It wants to be left alone for a while" + told,
                        answered.retryAfter() == null ? null : after(answered.retryAfter()));
            default -> away("It does not take what it was asked" + told, null);
        };
    }

    /** In OpenAI's words, and in Anthropic's. */
    private static boolean isTooLong(String body) {
        return body.contains("context_length_exceeded") || body.contains("prompt is too long");
    }

    private Instant after(Duration rest) {
        return clock.instant().plus(rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest);
    }

    private static Fault away(String message, @Nullable Instant retryAt) {
        return new Fault(UserErrorCode.MODEL_UNAVAILABLE, message, retryAt);
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new UnsupportedOperationException("answers are taken whole");
    }

    @Override
    public HttpClient build() {
        return this;
    }

    @Override
    public Duration connectTimeout() {
        return time;
    }

    @Override
    public Duration readTimeout() {
        return time;
    }

    /** The time that there is was given. */
    @Override
    public HttpClientBuilder connectTimeout(Duration ignored) {
        return this;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration ignored) {
        return this;
    }
}
