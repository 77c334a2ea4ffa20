package io.viralforge.publish.tiktok;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.http.OutboundBody;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.platform.http.OutboundResult.Answered;
import io.viralforge.publish.Blame;
import io.viralforge.publish.Reply;
import io.viralforge.publish.Trouble;
import io.viralforge.publish.TroubleKind;
import io.viralforge.publish.Wire;
import java.time.Duration;

/** TikTok's API 2: every answer is {@code {data, error: {code, message}}} (developers.tiktok.com/doc/tiktok-api-v2-error-handling). */
final class TikTokApi {
    /** Its limits are by the minute. */
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private static final Duration A_DAY = Duration.ofDays(1);

    private final String origin;
    private final Wire wire;

    TikTokApi(String origin, Wire wire) {
        this.origin = origin;
        this.wire = wire;
    }

    /** @param parameters names and values in turn */
    Reply<JsonNode> get(String path, String token, String... parameters) {
        return ask(OutboundRequest.get(Wire.uri(origin + path, parameters)), token);
    }

    /** @param parameters names and values in turn */
    Reply<JsonNode> post(String path, String token, JsonNode body, String... parameters) {
        return ask(
                OutboundRequest.post(Wire.uri(origin + path, parameters), OutboundBody.json(body.toString())), token);
    }

    private Reply<JsonNode> ask(OutboundRequest request, String token) {
        return wire.ask(request.with("Authorization", "Bearer " + token), this::data);
    }

    private Reply<JsonNode> data(Answered answer) {
        JsonNode body = Wire.json(answer);
        String code = body.path("error").path("code").asText("");
        if (answer.isSuccess() && code.equals("ok")) {
            return new Reply.Done<>(body.path("data"));
        }
        String message = body.path("error").path("message").asText("");
        return switch (code) {
            case "access_token_invalid" -> new Reply.Unauthorized<>();
            case "rate_limit_exceeded" ->
                later(TroubleKind.OVER_QUOTA, Blame.NETWORK, "TikTok takes no more in this minute.", A_MINUTE);
            case "spam_risk_too_many_posts", "spam_risk_too_many_pending_share" ->
                later(TroubleKind.OVER_QUOTA, Blame.STUDIO, "TikTok takes no more posts of this account today.", A_DAY);
            case "reached_active_user_cap" ->
                later(
                        TroubleKind.OVER_QUOTA,
                        Blame.OPERATOR,
                        "TikTok lets no more accounts post through this installation today.",
                        A_DAY);
            case "unaudited_client_can_only_post_to_private_accounts" ->
                refused(
                        Blame.OPERATOR,
                        "TikTok has not audited this installation: it takes only PRIVATE posts of private accounts.");
            case "privacy_level_option_mismatch" ->
                refused(Blame.STUDIO, "TikTok does not let this account post so; choose who may see it anew.");
            case "scope_not_authorized" ->
                refused(Blame.STUDIO, "The consent does not cover posting; connect the account again and allow it.");
            default ->
                answer.status() >= 500 || answer.status() == 429
                        ? wire.later(answer)
                        : code.isEmpty()
                                ? wire.strange()
                                : refused(Blame.STUDIO, "TikTok refuses (%s): %s".formatted(code, message));
        };
    }

    private static Reply<JsonNode> later(TroubleKind kind, Blame blame, String message, Duration rest) {
        return new Reply.Later<>(new Trouble(kind, blame, message), rest);
    }

    private static Reply<JsonNode> refused(Blame blame, String message) {
        return new Reply.Refused<>(new Trouble(TroubleKind.REFUSED, blame, message));
    }
}
