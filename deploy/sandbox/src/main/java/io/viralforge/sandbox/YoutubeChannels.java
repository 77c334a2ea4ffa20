package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The Data API's channels and playlistItems, the latter of the uploads playlist alone: a channel's own record. */
final class YoutubeChannels {
    private static final Set<String> CHANNEL_PARTS = Set.of("id", "snippet", "contentDetails", "statistics", "status");
    private static final Set<String> ITEM_PARTS = Set.of("id", "snippet", "contentDetails", "status");
    private static final int USUAL_PAGE = 5;
    private static final int LARGEST_PAGE = 50;

    private final InstantSource clock;
    private final Conditions conditions;
    private final GoogleOauth oauth;
    private final YoutubeQuota quota;
    private final YoutubeVideos videos;
    private final List<Account> channels;

    YoutubeChannels(
            InstantSource clock,
            Conditions conditions,
            GoogleOauth oauth,
            YoutubeQuota quota,
            YoutubeVideos videos,
            List<Account> channels) {
        this.clock = clock;
        this.conditions = conditions;
        this.oauth = oauth;
        this.quota = quota;
        this.videos = videos;
        this.channels = channels;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Operation.YOUTUBE_CHANNELS_LIST, "GET", "/youtube/v3/channels", this::channels),
                Route.of(Operation.YOUTUBE_PLAYLIST_ITEMS_LIST, "GET", "/youtube/v3/playlistItems", this::items));
    }

    private Response channels(Request request) {
        Account asking = oauth.require(request, YoutubeVideos.READ);
        quota.spend(1);
        Set<String> parts = known(request, CHANNEL_PARTS);
        @Nullable String ids = request.query("id");
        if (ids == null && !"true".equals(request.query("mine"))) {
            throw GoogleErrors.badParameter("missingRequiredParameter", "The sandbox lists channels by id or mine.");
        }
        List<String> wanted = ids == null ? List.of(asking.id()) : List.of(ids.split(","));
        ObjectNode body = Json.object().put("kind", "youtube#channelListResponse");
        ArrayNode items = body.putArray("items");
        channels.stream()
                .filter(channel -> wanted.contains(channel.id()))
                .forEach(channel -> items.add(resource(channel, parts)));
        body.putObject("pageInfo").put("totalResults", items.size()).put("resultsPerPage", USUAL_PAGE);
        return Response.json(200, body);
    }

    private ObjectNode resource(Account channel, Set<String> parts) {
        ObjectNode resource = Json.object().put("kind", "youtube#channel").put("id", channel.id());
        if (parts.contains("snippet")) {
            resource.putObject("snippet").put("title", channel.name()).put("description", "");
        }
        if (parts.contains("contentDetails")) {
            resource.putObject("contentDetails").putObject("relatedPlaylists").put("uploads", uploads(channel));
        }
        if (parts.contains("statistics")) {
            Instant now = clock.instant();
            List<YoutubeVideo> own = listed(channel);
            long views = own.stream()
                    .filter(video -> video.privacy(now).equals("public"))
                    .mapToLong(video -> YoutubeVideos.growth(video).views(now))
                    .sum();
            resource.putObject("statistics")
                    .put("videoCount", Integer.toString(own.size()))
                    .put("viewCount", Long.toString(views))
                    .put("subscriberCount", Long.toString(views / 200))
                    .put("hiddenSubscriberCount", false);
        }
        if (parts.contains("status")) {
            resource.putObject("status").put("privacyStatus", "public").put("isLinked", true);
        }
        return resource;
    }

    private Response items(Request request) {
        Account asking = oauth.require(request, YoutubeVideos.READ);
        quota.spend(1);
        Set<String> parts = known(request, ITEM_PARTS);
        @Nullable String playlist = request.query("playlistId");
        if (playlist == null) {
            throw GoogleErrors.badParameter("missingRequiredParameter", "The sandbox lists items by playlistId alone.");
        }
        Account channel = channels.stream()
                .filter(each -> uploads(each).equals(playlist))
                .findFirst()
                .orElseThrow(() -> GoogleErrors.notFound("playlistNotFound", "There is no such playlist."));
        Instant now = clock.instant();
        @Nullable String videoId = request.query("videoId");
        List<YoutubeVideo> listed = listed(channel).reversed().stream()
                .filter(video -> channel.equals(asking) || video.privacy(now).equals("public"))
                .filter(video -> videoId == null || video.id().equals(videoId))
                .toList();
        int size = pageSize(request);
        int from = Math.min(offset(request.query("pageToken")), listed.size());
        int to = Math.min(from + size, listed.size());
        ObjectNode body = Json.object().put("kind", "youtube#playlistItemListResponse");
        if (to < listed.size()) {
            body.put("nextPageToken", pageToken(to));
        }
        if (from > 0) {
            body.put("prevPageToken", pageToken(Math.max(0, from - size)));
        }
        body.putObject("pageInfo").put("totalResults", listed.size()).put("resultsPerPage", size);
        ArrayNode items = body.putArray("items");
        for (int position = from; position < to; position++) {
            items.add(item(listed.get(position), position, parts, now));
        }
        return Response.json(200, body);
    }

    private static ObjectNode item(YoutubeVideo video, int position, Set<String> parts, Instant now) {
        String at = video.uploadedAt().toString();
        ObjectNode item = Json.object().put("kind", "youtube#playlistItem").put("id", "UU." + video.id());
        if (parts.contains("snippet")) {
            ObjectNode snippet = item.putObject("snippet")
                    .put("publishedAt", at)
                    .put("channelId", video.channel().id())
                    .put("channelTitle", video.channel().name())
                    .put("title", video.title())
                    .put("description", video.snippet().path("description").asText(""))
                    .put("playlistId", uploads(video.channel()))
                    .put("position", position);
            snippet.putObject("resourceId").put("kind", "youtube#video").put("videoId", video.id());
        }
        if (parts.contains("contentDetails")) {
            item.putObject("contentDetails").put("videoId", video.id()).put("videoPublishedAt", at);
        }
        if (parts.contains("status")) {
            item.putObject("status").put("privacyStatus", video.privacy(now));
        }
        return item;
    }

    /** As the list knows them by now, which may be late and not all; the latest last. */
    private List<YoutubeVideo> listed(Account channel) {
        Duration late = conditions.seconds(Condition.YOUTUBE_LISTING_LATE_SECONDS);
        long omits = conditions.get(Condition.YOUTUBE_LISTING_OMITS_EVERY);
        Instant now = clock.instant();
        return videos.all().stream()
                .filter(video -> video.channel().equals(channel) && !video.isDeleted())
                .filter(video -> !video.uploadedAt().plus(late).isAfter(now))
                .filter(video -> omits == 0 || video.number() % omits != 0)
                .toList();
    }

    /** The playlist of all uploads is called as the channel is, but for its second letter. */
    static String uploads(Account channel) {
        return "UU" + channel.id().substring(2);
    }

    private static Set<String> known(Request request, Set<String> known) {
        Set<String> parts = YoutubeVideos.parts(request);
        for (String part : parts) {
            if (!known.contains(part)) {
                throw GoogleErrors.badParameter("unknownPart", "The sandbox has no part " + part + ".");
            }
        }
        return parts;
    }

    private static int pageSize(Request request) {
        String given = request.query().getOrDefault("maxResults", Integer.toString(USUAL_PAGE));
        if (!given.matches("\\d{1,3}") || Integer.parseInt(given) > LARGEST_PAGE) {
            throw GoogleErrors.badParameter("invalidValue", "maxResults is from 0 to 50.");
        }
        return Integer.parseInt(given);
    }

    private static String pageToken(int offset) {
        return Base64.getUrlEncoder().encodeToString(("from:" + offset).getBytes(StandardCharsets.US_ASCII));
    }

    private static int offset(@Nullable String token) {
        if (token == null) {
            return 0;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
            return Integer.parseInt(text.replaceFirst("^from:", ""));
        } catch (IllegalArgumentException _) {
            throw GoogleErrors.badParameter("invalidPageToken", "There is no such page.");
        }
    }
}
