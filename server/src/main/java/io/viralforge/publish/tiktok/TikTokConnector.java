package io.viralforge.publish.tiktok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.context.annotation.Value;
import io.viralforge.media.Asset;
import io.viralforge.platform.http.Outbound;
import io.viralforge.platform.http.OutboundBody;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.publish.AccountOwner;
import io.viralforge.publish.Blame;
import io.viralforge.publish.Held;
import io.viralforge.publish.NetworkClient;
import io.viralforge.publish.NetworkLogin;
import io.viralforge.publish.Piece;
import io.viralforge.publish.Post;
import io.viralforge.publish.PublicationContent;
import io.viralforge.publish.PublicationFinding;
import io.viralforge.publish.PublicationPrivacy;
import io.viralforge.publish.PublishConnector;
import io.viralforge.publish.PublishNetwork;
import io.viralforge.publish.Reply;
import io.viralforge.publish.Standing;
import io.viralforge.publish.Trouble;
import io.viralforge.publish.TroubleKind;
import io.viralforge.publish.Wire;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Publishes on TikTok by direct posts (developers.tiktok.com/doc/content-posting-api-reference-direct-post, and
 * /doc/content-posting-api-media-transfer-guide). Nothing of ours can be hidden in a post, but the network's name for it is
 * known before the first byte is sent.
 */
@Singleton
final class TikTokConnector implements PublishConnector {
    private static final String ORIGIN = "https://open.tiktokapis.com";

    /** 5 to 64 MB; the last piece takes what is left over, so it may be nearly twice as long. */
    private static final long PIECE = 8L << 20;

    private static final Duration TO_SEND = Duration.ofMinutes(4);

    /** Clocks and lengths differ by so much between here and there. */
    private static final Duration SLACK = Duration.ofSeconds(90);

    private static final double LENGTH_SLACK_SECONDS = 1.5;
    private static final String VIDEO_FIELDS = "id,create_time,video_description,duration,share_url";

    private final @Nullable URI place;
    private final Wire wire;
    private final TikTokApi api;
    private final NetworkLogin login;

    TikTokConnector(
            @Value("${viralforge.publish.tiktok.client-key:}") @Nullable String clientKey,
            @Value("${viralforge.publish.tiktok.client-secret:}") @Nullable String clientSecret,
            @Value("${viralforge.publish.tiktok.url:}") @Nullable String url,
            Outbound outbound) {
        NetworkClient client = new NetworkClient(clientKey, clientSecret, url);
        this.place = client.place();
        this.wire = new Wire("TikTok", place == null ? outbound : outbound.alsoTo(place));
        this.api = new TikTokApi(client.at(ORIGIN), wire);
        this.login = new NetworkLogin(client, dialect(client), wire, this::owner);
    }

    /** developers.tiktok.com/doc/login-kit-web and /doc/oauth-user-access-token-management. */
    private static NetworkLogin.Dialect dialect(NetworkClient client) {
        return new NetworkLogin.Dialect(
                List.of("VIRALFORGE_TIKTOK_CLIENT_KEY", "VIRALFORGE_TIKTOK_CLIENT_SECRET"),
                "client_key",
                client.at("https://www.tiktok.com") + "/v2/auth/authorize/",
                URI.create(client.at(ORIGIN) + "/v2/oauth/token/"),
                URI.create(client.at(ORIGIN) + "/v2/oauth/revoke/"),
                "user.info.basic,video.publish,video.list",
                List.of());
    }

    private Reply<AccountOwner> owner(String token) {
        return api.get("/v2/user/info/", token, "fields", "open_id,display_name")
                .then(data -> {
                    JsonNode user = data.path("user");
                    String id = user.path("open_id").asText("");
                    return id.isEmpty()
                            ? wire.strange()
                            : new Reply.Done<>(new AccountOwner(
                                    id, user.path("display_name").asText(id), null));
                });
    }

    @Override
    public PublishNetwork network() {
        return PublishNetwork.TIKTOK;
    }

    @Override
    public NetworkLogin login() {
        return login;
    }

    @Override
    public List<PublicationFinding> findings(PublicationContent content, Asset clip) {
        return TikTokRules.findings(content, clip);
    }

    @Override
    public long piece(long from, long total) {
        long left = total - from;
        return left < 2 * PIECE ? left : PIECE;
    }

    @Override
    public Reply<String> open(String token, Post post) {
        return api.post("/v2/post/publish/creator_info/query/", token, node()).then(creator -> {
            String level = level(post.privacy());
            boolean isOffered = strings(creator.path("privacy_level_options")).contains(level);
            long longest = creator.path("max_video_post_duration_sec").asLong(Long.MAX_VALUE);
            return !isOffered
                    ? refused("TikTok does not let this account post so that it is %s.".formatted(post.privacy()))
                    : post.length().toSeconds() > longest
                            ? refused("TikTok takes %d seconds of this account.".formatted(longest))
                            : open(token, post, level);
        });
    }

    private Reply<String> open(String token, Post post, String level) {
        ObjectNode request = node();
        request.putObject("post_info")
                .put("title", TikTokRules.caption(post.title(), post.description(), post.tags()))
                .put("privacy_level", level)
                // Off, as the network wants it to be until the person says otherwise.
                .put("disable_comment", true)
                .put("disable_duet", true)
                .put("disable_stitch", true)
                .put("brand_content_toggle", post.disclosure().isSponsored())
                .put("brand_organic_toggle", post.disclosure().isOwnPromotion())
                .put(
                        "is_aigc",
                        post.disclosure().isAiMade() || post.disclosure().isAltered());
        long piece = Math.min(piece(0, post.bytes()), post.bytes());
        request.putObject("source_info")
                .put("source", "FILE_UPLOAD")
                .put("video_size", post.bytes())
                .put("chunk_size", piece)
                .put("total_chunk_count", post.bytes() / piece);
        return api.post("/v2/post/publish/video/init/", token, request).then(data -> {
            ObjectNode session = node();
            session.put("publish_id", data.path("publish_id").asText(""));
            session.put("upload_url", data.path("upload_url").asText(""));
            return isOurs(session) ? new Reply.Done<>(session.toString()) : wire.strange();
        });
    }

    /** An upload elsewhere would be given the video. */
    private boolean isOurs(JsonNode session) {
        URI url = Wire.address(session.path("upload_url").asText());
        if (url == null
                || url.getHost() == null
                || session.path("publish_id").asText().isEmpty()) {
            return false;
        }
        return place == null
                ? url.getHost().endsWith(".tiktokapis.com") && "https".equals(url.getScheme())
                : url.getHost().equals(place.getHost()) && url.getPort() == place.getPort();
    }

    @Override
    public Reply<Held> held(String token, String session, Post post) {
        String publishId = Wire.json(session).path("publish_id").asText();
        return status(token, publishId).then(data -> {
            String status = data.path("status").asText();
            return switch (status) {
                case "PROCESSING_UPLOAD" -> {
                    long held = data.path("uploaded_bytes").asLong(0);
                    yield new Reply.Done<>(held < post.bytes() ? new Held.Part(held) : new Held.Whole(publishId));
                }
                case "" -> new Reply.Done<>(new Held.Gone());
                default -> new Reply.Done<>(new Held.Whole(publishId));
            };
        });
    }

    @Override
    public Reply<Held> send(String token, String session, Post post, Piece piece) {
        JsonNode place = Wire.json(session);
        OutboundRequest request = OutboundRequest.put(
                        URI.create(place.path("upload_url").asText()), OutboundBody.of("video/mp4", piece.bytes()))
                .within(TO_SEND)
                .with("Content-Range", "bytes %d-%d/%d".formatted(piece.from(), piece.to() - 1, piece.total()));
        return wire.ask(request, answer -> switch (answer.status()) {
            case 201 -> new Reply.Done<>(new Held.Whole(place.path("publish_id").asText()));
            case 206 -> new Reply.Done<>(new Held.Part(piece.to()));
            // Its hour is over.
            case 403, 404 -> new Reply.Done<>(new Held.Gone());
            default -> answer.status() >= 500 || answer.status() == 429 ? wire.later(answer) : wire.strange();
        });
    }

    @Override
    public Reply<Standing> standing(String token, String remoteId, Post post) {
        return isVideo(remoteId) ? ofVideo(token, remoteId) : ofPost(token, remoteId, post);
    }

    private Reply<Standing> ofPost(String token, String publishId, Post post) {
        return status(token, publishId).then(data -> new Reply.Done<>(standing(data, publishId, post)));
    }

    private static Standing standing(JsonNode data, String publishId, Post post) {
        return switch (data.path("status").asText()) {
            case "PUBLISH_COMPLETE" -> {
                List<String> ids = strings(data.path("publicaly_available_post_id"));
                if (!ids.isEmpty()) {
                    yield new Standing.Live(ids.getFirst(), address(ids.getFirst()));
                }
                // Before everybody sees it the network looks at it; what not everybody may see gets no name.
                yield post.privacy() == PublicationPrivacy.PUBLIC
                        ? new Standing.Processing()
                        : new Standing.Live(publishId, null);
            }
            case "FAILED" -> new Standing.Rejected(failure(data));
            case "" -> new Standing.Absent();
            default -> new Standing.Processing();
        };
    }

    private Reply<Standing> ofVideo(String token, String id) {
        ObjectNode request = node();
        request.putObject("filters").putArray("video_ids").add(id);
        return api.post("/v2/video/query/", token, request, "fields", VIDEO_FIELDS)
                .then(data -> new Reply.Done<>(
                        data.path("videos").isEmpty() ? new Standing.Absent() : new Standing.Live(id, address(id))));
    }

    /** An empty status where the network does not know the post. */
    private Reply<JsonNode> status(String token, String publishId) {
        Reply<JsonNode> reply = api.post("/v2/post/publish/status/fetch/", token, node().put("publish_id", publishId));
        return reply instanceof Reply.Refused<JsonNode>(Trouble trouble)
                        && trouble.message().contains("invalid_publish_id")
                ? new Reply.Done<>(node())
                : reply;
    }

    @Override
    public Reply<Optional<String>> seek(String token, Post post, Instant since) {
        String caption = TikTokRules.caption(post.title(), post.description(), post.tags());
        double seconds = post.length().toMillis() / 1000.0;
        return api.post("/v2/video/list/", token, node().put("max_count", 20), "fields", VIDEO_FIELDS)
                .then(data -> new Reply.Done<>(only(StreamSupport.stream(
                                data.path("videos").spliterator(), false)
                        .filter(video -> video.path("video_description")
                                        .asText("")
                                        .strip()
                                        .equals(caption.strip())
                                && Math.abs(video.path("duration").asDouble() - seconds) <= LENGTH_SLACK_SECONDS
                                && !Instant.ofEpochSecond(
                                                video.path("create_time").asLong())
                                        .isBefore(since.minus(SLACK)))
                        .map(video -> video.path("id").asText())
                        .toList())));
    }

    /** Of two that look the same neither is proven. */
    private static Optional<String> only(List<String> found) {
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    @Override
    public Reply<Boolean> remove(String token, String remoteId) {
        return refused("TikTok lets no program take a post down; do it in its app.");
    }

    private static Trouble failure(JsonNode data) {
        String reason = data.path("fail_reason").asText("");
        return new Trouble(
                TroubleKind.REJECTED,
                reason.equals("internal") ? Blame.NETWORK : Blame.STUDIO,
                "TikTok did not publish it: " + reason.replace('_', ' ') + ".");
    }

    private static <T> Reply<T> refused(String message) {
        return new Reply.Refused<>(new Trouble(TroubleKind.REFUSED, Blame.STUDIO, message));
    }

    private static String level(PublicationPrivacy privacy) {
        return switch (privacy) {
            case PUBLIC -> "PUBLIC_TO_EVERYONE";
            case FRIENDS -> "MUTUAL_FOLLOW_FRIENDS";
            case FOLLOWERS -> "FOLLOWER_OF_CREATOR";
            case PRIVATE, UNLISTED -> "SELF_ONLY";
        };
    }

    private static boolean isVideo(String remoteId) {
        return remoteId.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The network redirects from there to the account's own. */
    private static URI address(String videoId) {
        return URI.create("https://www.tiktok.com/@/video/" + videoId);
    }

    private static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
