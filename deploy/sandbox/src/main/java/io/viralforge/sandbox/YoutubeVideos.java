package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The videos, and what the Data API's videos resource does with them: list, update, delete. */
final class YoutubeVideos {
    static final Set<String> READ = Set.of(
            "https://www.googleapis.com/auth/youtube",
            "https://www.googleapis.com/auth/youtube.force-ssl",
            "https://www.googleapis.com/auth/youtube.readonly");

    private static final Set<String> WRITE =
            Set.of("https://www.googleapis.com/auth/youtube", "https://www.googleapis.com/auth/youtube.force-ssl");
    private static final Set<String> PARTS = Set.of(
            "id",
            "snippet",
            "status",
            "contentDetails",
            "processingDetails",
            "statistics",
            "paidProductPlacementDetails");
    private static final int MOST_IDS = 50;

    private final InstantSource clock;
    private final Conditions conditions;
    private final Faults faults;
    private final GoogleOauth oauth;
    private final YoutubeQuota quota;
    private final Map<String, YoutubeVideo> videos = new ConcurrentHashMap<>();

    YoutubeVideos(InstantSource clock, Conditions conditions, Faults faults, GoogleOauth oauth, YoutubeQuota quota) {
        this.clock = clock;
        this.conditions = conditions;
        this.faults = faults;
        this.oauth = oauth;
        this.quota = quota;
    }

    List<Route> routes() {
        String path = "/youtube/v3/videos";
        return List.of(
                Route.of(Operation.YOUTUBE_VIDEOS_LIST, "GET", path, this::list),
                Route.of(Operation.YOUTUBE_VIDEOS_UPDATE, "PUT", path, this::update),
                Route.of(Operation.YOUTUBE_VIDEOS_DELETE, "DELETE", path, this::delete));
    }

    /** All that ever were, those deleted too, the latest last. */
    List<YoutubeVideo> all() {
        return videos.values().stream()
                .sorted(Comparator.comparingInt(YoutubeVideo::number))
                .toList();
    }

    @Nullable
    YoutubeVideo find(String id) {
        @Nullable YoutubeVideo video = videos.get(id);
        return video == null || video.isDeleted() ? null : video;
    }

    synchronized YoutubeVideo add(Account channel, ObjectNode metadata, StoredFile file) {
        Instant now = clock.instant();
        YoutubeVideo video = new YoutubeVideo(
                videos.size() + 1,
                Tokens.random(8),
                channel,
                (ObjectNode) metadata.get("snippet"),
                (ObjectNode) metadata.get("status"),
                metadata.path("paidProductPlacementDetails")
                        .path("hasPaidProductPlacement")
                        .asBoolean(),
                file,
                now,
                now.plus(conditions.seconds(Condition.YOUTUBE_PROCESSING_SECONDS)),
                faults.take(Operation.YOUTUBE_PROCESSING) instanceof Fault.Spoil spoil ? spoil : null,
                !conditions.is(Condition.YOUTUBE_AUDITED),
                false);
        videos.put(video.id(), video);
        return video;
    }

    /**
     * A channel, audited or not, uploads only so much in 24 hours.
     *
     * @throws Refused 400 uploadLimitExceeded
     */
    void requireUploadAllowed(Account channel) {
        Instant yesterday = clock.instant().minus(Duration.ofDays(1));
        long uploaded = videos.values().stream()
                .filter(video -> video.channel().equals(channel))
                .filter(video -> video.uploadedAt().isAfter(yesterday))
                .count();
        if (uploaded >= conditions.get(Condition.YOUTUBE_UPLOADS_A_DAY)) {
            throw GoogleErrors.badRequest("uploadLimitExceeded", "The channel uploaded all it may in 24 hours.");
        }
    }

    /**
     * What the request wants to see or to set.
     *
     * @throws Refused 400 missingRequiredParameter, unknownPart
     */
    static Set<String> parts(Request request) {
        @Nullable String part = request.query("part");
        if (part == null || part.isBlank()) {
            throw GoogleErrors.badParameter("missingRequiredParameter", "part is required.");
        }
        Set<String> parts = new LinkedHashSet<>(Arrays.asList(part.split(",")));
        for (String each : parts) {
            if (!PARTS.contains(each)) {
                throw GoogleErrors.badParameter("unknownPart", "The sandbox has no part " + each + ".");
            }
        }
        return parts;
    }

    private Response list(Request request) {
        Account asking = oauth.require(request, READ);
        quota.spend(1);
        Set<String> parts = parts(request);
        @Nullable String ids = request.query("id");
        if (ids == null) {
            throw GoogleErrors.badParameter("missingRequiredParameter", "The sandbox lists videos by id alone.");
        }
        List<String> wanted = Arrays.asList(ids.split(","));
        if (wanted.size() > MOST_IDS) {
            throw GoogleErrors.badParameter("invalidFilters", "50 ids at most.");
        }
        ObjectNode body = Json.object().put("kind", "youtube#videoListResponse").put("etag", Tokens.random(9));
        ArrayNode items = body.putArray("items");
        Instant now = clock.instant();
        for (String id : wanted) {
            @Nullable YoutubeVideo video = find(id);
            if (video != null
                    && (video.channel().equals(asking) || !video.privacy(now).equals("private"))) {
                items.add(resource(video, parts, asking));
            }
        }
        body.putObject("pageInfo").put("totalResults", items.size()).put("resultsPerPage", items.size());
        return Response.json(200, body);
    }

    /** What a part lacks is erased, as the reference of videos.update warns. */
    private Response update(Request request) throws IOException {
        Account asking = oauth.require(request, WRITE);
        quota.spend(50);
        Set<String> parts = parts(request);
        @Nullable ObjectNode given = request.json();
        YoutubeVideo video = own(given == null ? null : Json.text(given, "id"), asking);
        ObjectNode snippet = video.snippet();
        if (given != null && parts.contains("snippet")) {
            if (Json.text(given.path("snippet"), "categoryId") == null) {
                throw GoogleErrors.badRequest("invalidCategoryId", "An update of snippet must say categoryId again.");
            }
            snippet = YoutubeMetadata.snippet(given.path("snippet"));
        }
        ObjectNode status = given != null && parts.contains("status")
                ? YoutubeMetadata.status(given.path("status"))
                : video.status();
        YoutubeVideo changed = video.with(snippet, status);
        videos.put(changed.id(), changed);
        return Response.json(200, resource(changed, parts, asking));
    }

    private Response delete(Request request) {
        Account asking = oauth.require(request, WRITE);
        quota.spend(50);
        YoutubeVideo video = own(request.query("id"), asking);
        videos.put(video.id(), video.deleted());
        return Response.empty(204);
    }

    private YoutubeVideo own(@Nullable String id, Account asking) {
        @Nullable YoutubeVideo video = id == null ? null : find(id);
        if (video == null) {
            throw GoogleErrors.notFound("videoNotFound", "There is no such video.");
        }
        if (!video.channel().equals(asking)) {
            throw GoogleErrors.forbidden("forbidden", "The video is another channel's.");
        }
        return video;
    }

    /** As the API shows it to one who may see it. */
    ObjectNode resource(YoutubeVideo video, Collection<String> parts, Account asking) {
        Instant now = clock.instant();
        ObjectNode resource = Json.object()
                .put("kind", "youtube#video")
                .put("etag", Tokens.random(9))
                .put("id", video.id());
        for (String part : parts) {
            switch (part) {
                case "snippet" -> resource.set(part, snippet(video));
                case "status" -> resource.set(part, status(video, now));
                case "paidProductPlacementDetails" ->
                    resource.putObject(part).put("hasPaidProductPlacement", video.isSponsored());
                case "contentDetails" -> resource.set(part, contentDetails(video, now));
                case "statistics" -> resource.set(part, statistics(video, now));
                case "processingDetails" -> {
                    // Only the owner may see it.
                    if (!video.channel().equals(asking)) {
                        throw GoogleErrors.forbidden(
                                "processingDetailsNotAvailable", "The video is another channel's.");
                    }
                    resource.set(part, processing(video, now));
                }
                default -> {}
            }
        }
        return resource;
    }

    private static ObjectNode snippet(YoutubeVideo video) {
        ObjectNode snippet = video.snippet().deepCopy();
        return snippet.put("title", video.title())
                .put("description", snippet.path("description").asText(""))
                .put("categoryId", snippet.path("categoryId").asText("22"))
                .put("publishedAt", video.uploadedAt().toString())
                .put("channelId", video.channel().id())
                .put("channelTitle", video.channel().name())
                .put("liveBroadcastContent", "none");
    }

    private static ObjectNode status(YoutubeVideo video, Instant now) {
        ObjectNode status = video.status().deepCopy();
        String state = video.uploadStatus(now);
        String privacy = video.privacy(now);
        status.put("uploadStatus", state).put("privacyStatus", privacy);
        status.put("madeForKids", status.path("selfDeclaredMadeForKids").asBoolean());
        status.put("license", status.path("license").asText("youtube"));
        status.put("embeddable", status.path("embeddable").asBoolean(true));
        status.put("publicStatsViewable", status.path("publicStatsViewable").asBoolean(true));
        if (privacy.equals("public")) {
            status.remove("publishAt");
        }
        if (video.spoiled() != null) {
            if (state.equals("failed")) {
                status.put("failureReason", video.spoiled().reason());
            } else if (state.equals("rejected")) {
                status.put("rejectionReason", video.spoiled().reason());
            }
        }
        return status;
    }

    /** The sandbox does not look into files: each video is said to last 30 s. */
    private static ObjectNode contentDetails(YoutubeVideo video, Instant now) {
        return Json.object()
                .put("duration", video.uploadStatus(now).equals("processed") ? "PT30S" : "P0D")
                .put("dimension", "2d")
                .put("definition", "hd")
                .put("caption", "false")
                .put("licensedContent", false)
                .put("projection", "rectangular");
    }

    /** Counts are strings, as are all 64-bit numbers of Google's APIs. */
    private static ObjectNode statistics(YoutubeVideo video, Instant now) {
        Growth growth = growth(video);
        long views = video.privacy(now).equals("public") ? growth.views(now) : 0;
        return Json.object()
                .put("viewCount", Long.toString(views))
                .put("likeCount", Long.toString((long) (views * growth.percent("likes", 8) / 100)))
                .put("favoriteCount", "0")
                .put("commentCount", Long.toString((long) (views * growth.percent("comments", 0.8) / 100)));
    }

    static Growth growth(YoutubeVideo video) {
        @Nullable String publishAt = Json.text(video.status(), "publishAt");
        Instant published = publishAt == null ? video.uploadedAt() : Instant.parse(publishAt);
        return new Growth(
                video.id(),
                published.isBefore(video.processedAt()) ? video.processedAt() : published,
                YoutubeQuota.PACIFIC);
    }

    private static ObjectNode processing(YoutubeVideo video, Instant now) {
        String state = video.uploadStatus(now);
        ObjectNode details = Json.object();
        details.put(
                "processingStatus",
                switch (state) {
                    case "uploaded" -> "processing";
                    case "failed" -> "failed";
                    case "rejected", "deleted" -> "terminated";
                    default -> "succeeded";
                });
        if (state.equals("uploaded")) {
            long whole = Math.max(
                    1, Duration.between(video.uploadedAt(), video.processedAt()).toMillis());
            long done = Math.clamp(Duration.between(video.uploadedAt(), now).toMillis(), 0, whole);
            details.putObject("processingProgress")
                    .put("partsTotal", "100")
                    .put("partsProcessed", Long.toString(done * 100 / whole))
                    .put("timeLeftMs", Long.toString(whole - done));
        } else if (state.equals("failed")) {
            details.put("processingFailureReason", "transcodeFailed");
        }
        return details.put("thumbnailsAvailability", state.equals("processed") ? "available" : "inProgress");
    }
}
