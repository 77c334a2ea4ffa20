package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Display API: a creator's public videos and profile. Only fields that are asked for are answered. */
final class TiktokVideos {
    private static final int USUAL_PAGE = 10;
    private static final int LARGEST_PAGE = 20;
    private static final Set<String> PROFILE =
            Set.of("username", "bio_description", "is_verified", "profile_deep_link");
    private static final Set<String> STATS = Set.of("follower_count", "following_count", "likes_count", "video_count");

    private final InstantSource clock;
    private final Conditions conditions;
    private final TiktokOauth oauth;
    private final TiktokPosting posting;
    private final RateLimit limit;

    TiktokVideos(InstantSource clock, Conditions conditions, TiktokOauth oauth, TiktokPosting posting) {
        this.clock = clock;
        this.conditions = conditions;
        this.oauth = oauth;
        this.posting = posting;
        limit = new RateLimit(clock, 600);
    }

    List<Route> routes() {
        return List.of(
                Route.of(Operation.TIKTOK_VIDEO_LIST, "POST", "/v2/video/list/", this::list),
                Route.of(Operation.TIKTOK_VIDEO_QUERY, "POST", "/v2/video/query/", this::query),
                Route.of(Operation.TIKTOK_USER_INFO, "GET", "/v2/user/info/", this::user));
    }

    /** The latest first; the cursor is a time in milliseconds, and what follows is older. */
    private Response list(Request request) throws IOException {
        Account creator = oauth.require(request, "video.list");
        limit.pass(String.valueOf(request.bearer()));
        @Nullable ObjectNode body = request.json();
        JsonNode asked = body == null ? Json.object() : body;
        int most = asked.path("max_count").asInt(USUAL_PAGE);
        if (most < 1 || most > LARGEST_PAGE) {
            throw TiktokErrors.invalid("max_count is from 1 to 20.");
        }
        long before = asked.path("cursor").asLong(Long.MAX_VALUE);
        List<TiktokPost> left = visible(creator, listedBy(clock.instant()))
                .filter(post -> millis(post) < before)
                .sorted(Comparator.comparingLong(TiktokVideos::millis).reversed())
                .toList();
        List<TiktokPost> page = left.subList(0, Math.min(most, left.size()));
        ObjectNode data = Json.object();
        ArrayNode videos = data.putArray("videos");
        page.forEach(post -> videos.add(video(request, post)));
        data.put("cursor", page.isEmpty() ? clock.millis() : millis(page.getLast()));
        data.put("has_more", page.size() < left.size());
        return TiktokErrors.ok(data);
    }

    private Response query(Request request) throws IOException {
        Account creator = oauth.require(request, "video.list");
        limit.pass(String.valueOf(request.bearer()));
        @Nullable ObjectNode body = request.json();
        JsonNode ids = body == null ? Json.object() : body.at("/filters/video_ids");
        if (ids.isEmpty() || ids.size() > LARGEST_PAGE) {
            throw TiktokErrors.invalid("filters.video_ids has from 1 to 20 ids.");
        }
        ObjectNode data = Json.object();
        ArrayNode videos = data.putArray("videos");
        for (JsonNode id : ids) {
            visible(creator, _ -> true)
                    .filter(post -> Long.toString(post.postId()).equals(id.asText()))
                    .forEach(post -> videos.add(video(request, post)));
        }
        return TiktokErrors.ok(data);
    }

    private Response user(Request request) {
        Set<String> fields = fields(request);
        Account creator = oauth.require(request, "user.info.basic");
        if (fields.stream().anyMatch(PROFILE::contains)) {
            oauth.require(request, "user.info.profile");
        }
        if (fields.stream().anyMatch(STATS::contains)) {
            oauth.require(request, "user.info.stats");
        }
        limit.pass(String.valueOf(request.bearer()));
        long videos = visible(creator, _ -> true).count();
        ObjectNode all = Json.object()
                .put("open_id", creator.id())
                .put("union_id", "union-" + creator.id())
                .put("avatar_url", request.origin() + "/avatar.png")
                .put("display_name", creator.name())
                .put("username", creator.id().substring(0, 12))
                .put("bio_description", "")
                .put("is_verified", false)
                .put("profile_deep_link", request.origin())
                .put("follower_count", 40 * videos)
                .put("following_count", 1)
                .put("likes_count", 100 * videos)
                .put("video_count", videos);
        ObjectNode data = Json.object();
        data.set("user", all.retain(fields));
        return TiktokErrors.ok(data);
    }

    private Stream<TiktokPost> visible(Account creator, Predicate<TiktokPost> filter) {
        Instant now = clock.instant();
        return posting.all().stream()
                .filter(post -> post.creator.equals(creator) && post.isPublic(now))
                .filter(filter);
    }

    private Predicate<TiktokPost> listedBy(Instant now) {
        Duration late = conditions.seconds(Condition.TIKTOK_LISTING_LATE_SECONDS);
        long omits = conditions.get(Condition.TIKTOK_LISTING_OMITS_EVERY);
        return post -> !publicAt(post).plus(late).isAfter(now) && (omits == 0 || post.number % omits != 0);
    }

    private ObjectNode video(Request request, TiktokPost post) {
        Growth growth = new Growth(Long.toString(post.postId()), publicAt(post), ZoneOffset.UTC);
        long views = growth.views(clock.instant());
        ObjectNode all = Json.object()
                .put("id", Long.toString(post.postId()))
                .put("create_time", publicAt(post).getEpochSecond())
                .put("cover_image_url", request.origin() + "/cover.jpg")
                .put("share_url", "https://www.tiktok.com/@sandbox/video/" + post.postId())
                .put("video_description", post.title())
                .put("title", post.title())
                .put("duration", 30)
                .put("height", 1920)
                .put("width", 1080)
                .put("view_count", views)
                .put("like_count", (long) (views * growth.percent("likes", 12) / 100))
                .put("comment_count", (long) (views * growth.percent("comments", 1) / 100))
                .put("share_count", (long) (views * growth.percent("shares", 2) / 100))
                .put("is_aigc", post.info.path("is_aigc").asBoolean());
        return all.retain(fields(request));
    }

    private static Set<String> fields(Request request) {
        @Nullable String fields = request.query("fields");
        if (fields == null || fields.isBlank()) {
            throw TiktokErrors.invalid("fields is required.");
        }
        return Set.of(fields.split(","));
    }

    private static Instant publicAt(TiktokPost post) {
        return Objects.requireNonNull(post.publicAt());
    }

    private static long millis(TiktokPost post) {
        return publicAt(post).toEpochMilli();
    }
}
