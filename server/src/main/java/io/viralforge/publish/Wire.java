package io.viralforge.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.viralforge.platform.http.Outbound;
import io.viralforge.platform.http.OutboundBody;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.platform.http.OutboundResult;
import io.viralforge.platform.http.OutboundResult.Answered;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How connectors ask their networks: what did not come to an answer means the same everywhere. */
public final class Wire {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String network;
    private final Outbound outbound;

    /** @param network as it is told to people */
    public Wire(String network, Outbound outbound) {
        this.network = network;
        this.outbound = outbound;
    }

    /** Asks, and reads the answer if there is one. */
    public <T> Reply<T> ask(OutboundRequest request, Function<Answered, Reply<T>> read) {
        return read(outbound.send(request), read);
    }

    /** Reads what has come of asking. */
    public <T> Reply<T> read(OutboundResult result, Function<Answered, Reply<T>> read) {
        return switch (result) {
            case Answered answer -> read.apply(answer);
            case OutboundResult.Refused(var reason) ->
                new Reply.Refused<>(new Trouble(
                        TroubleKind.REFUSED,
                        Blame.OPERATOR,
                        "%s is at an address that must not be asked (%s).".formatted(network, reason)));
            case OutboundResult.Unreachable none -> away("cannot be reached");
            case OutboundResult.Broken none -> away("broke off in the middle of an answer");
            case OutboundResult.TimedOut(Duration limit) -> away("did not answer in " + limit.toSeconds() + " s");
            case OutboundResult.TooLarge none -> away("answered too much");
        };
    }

    /** What 429 and 5xx mean everywhere. */
    public <T> Reply<T> later(Answered answer) {
        return new Reply.Later<>(
                new Trouble(
                        answer.status() == 429 ? TroubleKind.OVER_QUOTA : TroubleKind.NETWORK_AWAY,
                        Blame.NETWORK,
                        "%s says %d, which passes.".formatted(network, answer.status())),
                answer.retryAfter());
    }

    /** That it makes no sense. */
    public <T> Reply<T> strange() {
        return away("gave an answer that makes no sense");
    }

    private <T> Reply<T> away(String how) {
        return new Reply.Later<>(
                new Trouble(TroubleKind.NETWORK_AWAY, Blame.NETWORK, network + " " + how + "; it is tried again."),
                null);
    }

    /** The answer's body; a missing node when it is no JSON. */
    public static JsonNode json(Answered answer) {
        try {
            return JSON.readTree(answer.content().bytes());
        } catch (IOException none) {
            return MissingNode.getInstance();
        }
    }

    /** What we have written ourselves. */
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Asks a token endpoint (RFC 6749, section 5). */
    public Reply<Grant> grant(URI endpoint, Map<String, String> form) {
        return ask(OutboundRequest.post(endpoint, OutboundBody.form(form)), answer -> {
            JsonNode body = json(answer);
            String access = body.path("access_token").asText("");
            if (answer.isSuccess() && !access.isEmpty()) {
                String refresh = body.path("refresh_token").asText("");
                return new Reply.Done<>(new Grant(
                        access,
                        refresh.isEmpty() ? null : refresh,
                        Duration.ofSeconds(body.path("expires_in").asLong(3600))));
            }
            return switch (body.path("error").asText("")) {
                // It is about this consent; all else is about this installation, or passes.
                case "invalid_grant", "access_denied" ->
                    new Reply.Refused<>(new Trouble(
                            TroubleKind.ACCOUNT_LAPSED,
                            Blame.STUDIO,
                            network + " no longer takes this consent; connect the account again."));
                case "invalid_client", "unauthorized_client" ->
                    new Reply.Later<>(
                            new Trouble(
                                    TroubleKind.NETWORK_AWAY,
                                    Blame.OPERATOR,
                                    network
                                            + " does not know this installation: its client id or its secret is wrong."),
                            null);
                default -> answer.status() >= 500 || answer.status() == 429 ? later(answer) : strange();
            };
        });
    }

    /** The address in a network's words; null: it is none. */
    public static @Nullable URI address(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException none) {
            return null;
        }
    }

    /** An address with parameters in this order, names and values in turn. */
    public static URI uri(String address, String... parameters) {
        StringBuilder uri = new StringBuilder(address);
        for (int i = 0; i < parameters.length; i += 2) {
            uri.append(i == 0 ? "?" : "&")
                    .append(encoded(parameters[i]))
                    .append('=')
                    .append(encoded(parameters[i + 1]));
        }
        return URI.create(uri.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
