package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The Content Posting API: creator info, the two ways to begin, the upload, and the status ("Direct Post", "Upload"). */
final class TiktokPosting {
    /** The one whose account is private. */
    static final String PRIVATE_CREATOR = "sandbox-creator-two-000";

    private static final List<String> OF_PUBLIC = List.of("PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY");
    private static final List<String> OF_PRIVATE = List.of("FOLLOWER_OF_CREATOR", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY");

    /** Of a title, in UTF-16 units. */
    static final int TITLE = 2_200;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Set<String> TYPES = Set.of("video/mp4", "video/quicktime", "video/webm");

    private final InstantSource clock;
    private final Conditions conditions;
    private final Faults faults;
    private final TiktokOauth oauth;
    private final RateLimit creatorInfos;
    private final RateLimit inits;
    private final RateLimit statuses;
    private final Map<String, TiktokPost> posts = new ConcurrentHashMap<>();

    TiktokPosting(InstantSource clock, Conditions conditions, Faults faults, TiktokOauth oauth) {
        this.clock = clock;
        this.conditions = conditions;
        this.faults = faults;
        this.oauth = oauth;
        creatorInfos = new RateLimit(clock, 20);
        inits = new RateLimit(clock, 6);
        statuses = new RateLimit(clock, 30);
    }

    List<Route> routes() {
        String base = "/v2/post/publish/";
        return List.of(
                Route.of(Operation.TIKTOK_CREATOR_INFO, "POST", base + "creator_info/query/", this::creatorInfo),
                Route.of(Operation.TIKTOK_DIRECT_INIT, "POST", base + "video/init/", this::direct),
                Route.of(Operation.TIKTOK_INBOX_INIT, "POST", base + "inbox/video/init/", this::inbox),
                Route.of(Operation.TIKTOK_STATUS, "POST", base + "status/fetch/", this::status),
                Route.of(Operation.TIKTOK_UPLOAD_CHUNK, "PUT", "/video/", this::take));
    }

    /** All that were begun, the latest last. */
    List<TiktokPost> all() {
        return posts.values().stream()
                .sorted(Comparator.comparingInt(post -> post.number))
                .toList();
    }

    @Nullable
    TiktokPost find(String publishId) {
        return posts.get(publishId);
    }

    void forget(Request request) {
        @Nullable TiktokPost post = find(request.query().getOrDefault("upload_id", ""));
        if (post != null) {
            post.expire();
        }
    }

    void useUp(Request request) {
        String token = String.valueOf(request.bearer());
        creatorInfos.useUp(token);
        inits.useUp(token);
        statuses.useUp(token);
    }

    private Response creatorInfo(Request request) {
        Account creator = oauth.require(request, "video.publish");
        creatorInfos.pass(String.valueOf(request.bearer()));
        ObjectNode data = Json.object()
                .put("creator_avatar_url", request.origin() + "/avatar.png")
                .put("creator_username", creator.id().substring(0, 12))
                .put("creator_nickname", creator.name())
                .put("comment_disabled", false)
                .put("duet_disabled", false)
                .put("stitch_disabled", false)
                .put("max_video_post_duration_sec", 600);
        ArrayNode levels = data.putArray("privacy_level_options");
        privacyLevels(creator).forEach(levels::add);
        return TiktokErrors.ok(data);
    }

    private Response direct(Request request) throws IOException {
        Account creator = oauth.require(request, "video.publish");
        inits.pass(String.valueOf(request.bearer()));
        ObjectNode body = body(request);
        JsonNode info = body.path("post_info");
        @Nullable String privacy = Json.text(info, "privacy_level");
        if (!(info instanceof ObjectNode given) || privacy == null) {
            throw TiktokErrors.invalid("post_info.privacy_level is required: there is no usual one.");
        }
        if (info.path("title").asText("").length() > TITLE) {
            throw TiktokErrors.invalid("post_info.title is too long.");
        }
        if (!privacyLevels(creator).contains(privacy)) {
            throw TiktokErrors.forbidden("privacy_level_option_mismatch", "The creator has no such privacy level.");
        }
        boolean isForNobody = isPrivate(creator) && privacy.equals("SELF_ONLY");
        if (!conditions.is(Condition.TIKTOK_AUDITED) && !isForNobody) {
            throw TiktokErrors.forbidden(
                    "unaudited_client_can_only_post_to_private_accounts", "The client was not audited.");
        }
        return begin(request, creator, false, given, chunks(body));
    }

    private static List<String> privacyLevels(Account creator) {
        return isPrivate(creator) ? OF_PRIVATE : OF_PUBLIC;
    }

    private static boolean isPrivate(Account creator) {
        return creator.id().equals(PRIVATE_CREATOR);
    }

    private Response inbox(Request request) throws IOException {
        Account creator = oauth.require(request, "video.upload");
        inits.pass(String.valueOf(request.bearer()));
        return begin(request, creator, true, Json.object(), chunks(body(request)));
    }

    private static ObjectNode body(Request request) throws IOException {
        @Nullable ObjectNode body = request.json();
        if (body == null) {
            throw TiktokErrors.invalid("The body is no JSON object.");
        }
        return body;
    }

    private static TiktokChunks chunks(ObjectNode body) {
        JsonNode source = body.path("source_info");
        String kind = source.path("source").asText("");
        if (kind.equals("PULL_FROM_URL")) {
            throw TiktokErrors.forbidden("url_ownership_unverified", "No address was proven to be the client's.");
        }
        TiktokChunks chunks = new TiktokChunks(
                source.path("video_size").asLong(),
                source.path("chunk_size").asLong(),
                source.path("total_chunk_count").asLong());
        if (!kind.equals("FILE_UPLOAD") || !chunks.isAllowed()) {
            throw TiktokErrors.invalid("source_info is none, or its chunks are against the rules.");
        }
        return chunks;
    }

    private synchronized Response begin(
            Request request, Account creator, boolean isInbox, ObjectNode info, TiktokChunks chunks) {
        Instant now = clock.instant();
        long before = posts.values().stream()
                .filter(post -> post.creator.equals(creator) && post.isInbox == isInbox)
                .filter(post -> post.begunAt.plus(DAY).isAfter(now))
                .filter(post -> !isInbox || post.stage(now) != TiktokPost.Stage.PUBLISH_COMPLETE)
                .count();
        if (isInbox && before >= conditions.get(Condition.TIKTOK_PENDING_SHARES)) {
            throw TiktokErrors.forbidden("spam_risk_too_many_pending_share", "Too many wait in the inbox.");
        }
        if (!isInbox && before >= conditions.get(Condition.TIKTOK_POSTS_A_DAY)) {
            throw TiktokErrors.forbidden("spam_risk_too_many_posts", "The creator posted all they may in 24 hours.");
        }
        TiktokPost post = new TiktokPost(posts.size() + 1, creator, isInbox, info.deepCopy(), chunks, now);
        posts.put(post.publishId, post);
        return TiktokErrors.ok(Json.object()
                .put("publish_id", post.publishId)
                .put(
                        "upload_url",
                        request.origin() + "/video/?upload_id=" + post.publishId + "&upload_token="
                                + post.uploadToken));
    }

    /** The answers of the Media Transfer Guide: 206 and 201, 400 for headers, 403, 404, 416 for another place. */
    private Response take(Request request) throws IOException {
        @Nullable TiktokPost post = posts.get(request.query().getOrDefault("upload_id", ""));
        if (post == null || !post.uploadToken.equals(request.query("upload_token"))) {
            return Response.empty(404);
        }
        if (post.isExpired(clock.instant())) {
            return Response.empty(403);
        }
        @Nullable ContentRange range = ContentRange.parse(request.header("Content-Range"));
        if (range == null
                || range.total() != post.chunks.size()
                || range.length() != request.length()
                || !TYPES.contains(String.valueOf(request.header("Content-Type")))) {
            return Response.empty(400);
        }
        synchronized (post.intake) {
            long held = post.intake.length();
            if (range.first() != held) {
                return Response.empty(416);
            }
            if (range.length() != post.chunks.lengthAt(held)) {
                return Response.empty(400);
            }
            post.intake.take(request.body(), range.length());
            boolean isWhole = post.intake.length() == post.chunks.size();
            if (isWhole) {
                post.uploaded(
                        clock.instant(),
                        conditions.seconds(Condition.TIKTOK_PROCESSING_SECONDS),
                        conditions.seconds(Condition.TIKTOK_MODERATION_SECONDS),
                        faults.take(Operation.TIKTOK_PROCESSING) instanceof Fault.Spoil spoil ? spoil : null);
            }
            return Response.empty(
                    isWhole ? 201 : 206,
                    Map.of(
                            "Content-Range",
                            "bytes 0-" + Math.max(0, post.intake.length() - 1) + "/" + post.chunks.size()));
        }
    }

    private Response status(Request request) throws IOException {
        Account creator = requireEither(request);
        statuses.pass(String.valueOf(request.bearer()));
        @Nullable String id = Json.text(body(request), "publish_id");
        @Nullable TiktokPost post = id == null ? null : posts.get(id);
        if (post == null) {
            throw TiktokErrors.refused(400, "invalid_publish_id", "There is no such publish_id.");
        }
        if (!post.creator.equals(creator)) {
            throw TiktokErrors.refused(
                    400, "token_not_authorized_for_specified_publish_id", "The publish_id is another creator's.");
        }
        Instant now = clock.instant();
        ObjectNode data = Json.object().put("status", post.stage(now).name()).put("uploaded_bytes", held(post));
        if (post.stage(now) == TiktokPost.Stage.FAILED) {
            data.put("fail_reason", post.failReason());
        }
        // Spelled as TikTok spells it.
        ArrayNode ids = data.putArray("publicaly_available_post_id");
        if (post.isPublic(now)) {
            ids.add(post.postId());
        }
        return TiktokErrors.ok(data);
    }

    private static long held(TiktokPost post) {
        synchronized (post.intake) {
            return post.intake.length();
        }
    }

    private Account requireEither(Request request) {
        try {
            return oauth.require(request, "video.publish");
        } catch (Refused _) {
            return oauth.require(request, "video.upload");
        }
    }
}
