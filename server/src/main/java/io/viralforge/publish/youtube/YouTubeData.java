package io.viralforge.publish.youtube;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.youtube.YouTube;
import com.google.api.services.youtube.YouTubeRequest;
import com.google.api.services.youtube.model.Channel;
import com.google.api.services.youtube.model.PlaylistItem;
import com.google.api.services.youtube.model.PlaylistItemListResponse;
import com.google.api.services.youtube.model.Video;
import io.viralforge.platform.http.Outbound;
import io.viralforge.publish.AccountOwner;
import io.viralforge.publish.Blame;
import io.viralforge.publish.Reply;
import io.viralforge.publish.Standing;
import io.viralforge.publish.Trouble;
import io.viralforge.publish.TroubleKind;
import io.viralforge.publish.Wire;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The Data API 3 as far as it is asked here, by Google's own client. */
final class YouTubeData {
    /** Quotas begin anew at midnight there (developers.google.com/youtube/v3/getting-started#quota). */
    private static final ZoneId QUOTA_DAY = ZoneId.of("America/Los_Angeles");

    /** Of 50 each: an account that publishes more in a day is not made for people. */
    private static final int MOST_PAGES = 5;

    private final YouTube youtube;
    private final Wire wire;
    private final InstantSource clock;

    YouTubeData(String origin, Outbound outbound, Wire wire, InstantSource clock) {
        this.wire = wire;
        this.clock = clock;
        this.youtube = new YouTube.Builder(
                        new OutboundTransport(outbound), GsonFactory.getDefaultInstance(), request -> {
                            request.setNumberOfRetries(0);
                            request.setFollowRedirects(false);
                        })
                .setRootUrl(origin + "/")
                .setApplicationName("ViralForge")
                .build();
    }

    Reply<AccountOwner> owner(String token) {
        return ask(token, () -> youtube.channels().list(List.of("snippet")).setMine(true))
                .then(channels -> {
                    if (channels.getItems() == null || channels.getItems().isEmpty()) {
                        return new Reply.Refused<>(new Trouble(
                                TroubleKind.REFUSED,
                                Blame.STUDIO,
                                "This Google account has no YouTube channel; make one first."));
                    }
                    Channel channel = channels.getItems().getFirst();
                    return new Reply.Done<>(new AccountOwner(
                            channel.getId(),
                            channel.getSnippet().getTitle(),
                            URI.create("https://www.youtube.com/channel/" + channel.getId())));
                });
    }

    Reply<Standing> standing(String token, String videoId) {
        return ask(token, () -> youtube.videos().list(List.of("status")).setId(List.of(videoId)))
                .then(videos -> new Reply.Done<>(
                        videos.getItems() == null || videos.getItems().isEmpty()
                                ? new Standing.Absent()
                                : standing(videos.getItems().getFirst())));
    }

    private static Standing standing(Video video) {
        String status = video.getStatus() == null ? null : video.getStatus().getUploadStatus();
        return switch (status == null ? "" : status) {
            case "processed" ->
                new Standing.Live(video.getId(), URI.create("https://www.youtube.com/watch?v=" + video.getId()));
            case "rejected" ->
                rejected("YouTube took it down: " + video.getStatus().getRejectionReason() + ".");
            case "failed" ->
                rejected("YouTube could not read it: " + video.getStatus().getFailureReason() + ".");
            case "deleted" -> rejected("It was deleted on YouTube.");
            default -> new Standing.Processing();
        };
    }

    private static Standing rejected(String message) {
        return new Standing.Rejected(new Trouble(TroubleKind.REJECTED, Blame.STUDIO, message));
    }

    /** The channel's video with this tag, among those that were published then or later. */
    Reply<Optional<String>> tagged(String token, String tag, Instant since) {
        return ask(
                        token,
                        () -> youtube.channels().list(List.of("contentDetails")).setMine(true))
                .then(channels ->
                        channels.getItems() == null || channels.getItems().isEmpty()
                                ? new Reply.Done<>(Optional.empty())
                                : tagged(
                                        token,
                                        channels.getItems()
                                                .getFirst()
                                                .getContentDetails()
                                                .getRelatedPlaylists()
                                                .getUploads(),
                                        tag,
                                        since));
    }

    private Reply<Optional<String>> tagged(String token, String uploads, String tag, Instant since) {
        String next = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            String from = next;
            Reply<PlaylistItemListResponse> reply = ask(
                    token,
                    () -> youtube.playlistItems()
                            .list(List.of("contentDetails", "snippet"))
                            .setPlaylistId(uploads)
                            .setMaxResults(50L)
                            .setPageToken(from));
            if (!(reply instanceof Reply.Done<PlaylistItemListResponse>(PlaylistItemListResponse listed))) {
                return reply.carried();
            }
            List<PlaylistItem> items = listed.getItems() == null ? List.of() : listed.getItems();
            Reply<Optional<String>> among = among(
                    token,
                    items.stream()
                            .map(item -> item.getContentDetails().getVideoId())
                            .toList(),
                    tag);
            boolean isFound = !(among instanceof Reply.Done<Optional<String>>(Optional<String> id)) || id.isPresent();
            // The newest come first.
            boolean isOlder = !items.isEmpty()
                    && Instant.ofEpochMilli(items.getLast()
                                    .getSnippet()
                                    .getPublishedAt()
                                    .getValue())
                            .isBefore(since.minus(Duration.ofDays(1)));
            next = listed.getNextPageToken();
            if (isFound || isOlder || next == null) {
                return among;
            }
        }
        return new Reply.Done<>(Optional.empty());
    }

    private Reply<Optional<String>> among(String token, List<String> ids, String tag) {
        return ids.isEmpty()
                ? new Reply.Done<>(Optional.empty())
                : ask(
                                token,
                                () -> youtube.videos()
                                        .list(List.of("snippet"))
                                        .setId(ids)
                                        .setMaxResults(50L))
                        .then(videos -> new Reply.Done<>(
                                videos.getItems() == null
                                        ? Optional.empty()
                                        : videos.getItems().stream()
                                                .filter(video ->
                                                        video.getSnippet().getTags() != null
                                                                && video.getSnippet()
                                                                        .getTags()
                                                                        .contains(tag))
                                                .map(Video::getId)
                                                .findFirst()));
    }

    Reply<Boolean> delete(String token, String videoId) {
        Reply<Boolean> reply =
                ask(token, () -> youtube.videos().delete(videoId)).then(none -> new Reply.Done<>(true));
        return reply instanceof Reply.Refused<Boolean>(Trouble trouble)
                        && trouble.message().contains("videoNotFound")
                ? new Reply.Done<>(true)
                : reply;
    }

    private interface Request<T> {
        YouTubeRequest<T> make() throws IOException;
    }

    private <T> Reply<T> ask(String token, Request<T> question) {
        try {
            YouTubeRequest<T> request = question.make();
            request.getRequestHeaders().setAuthorization("Bearer " + token);
            return new Reply.Done<>(request.execute());
        } catch (GoogleJsonResponseException e) {
            GoogleJsonError error = e.getDetails();
            String reason = error == null
                            || error.getErrors() == null
                            || error.getErrors().isEmpty()
                    ? ""
                    : error.getErrors().getFirst().getReason();
            return refused(e.getStatusCode(), reason, error == null ? "" : error.getMessage());
        } catch (HttpResponseException e) {
            return refused(e.getStatusCode(), "", "");
        } catch (OutboundTransport.NoAnswerException e) {
            return wire.read(e.result(), answer -> wire.strange());
        } catch (IOException | IllegalArgumentException malformed) {
            return wire.strange();
        }
    }

    /**
     * What an error means (developers.google.com/youtube/v3/docs/errors).
     *
     * @param reason the first error's
     */
    <T> Reply<T> refused(int status, String reason, String message) {
        if (status == 401) {
            return new Reply.Unauthorized<>();
        }
        if (reason.equals("quotaExceeded") || reason.equals("dailyLimitExceeded")) {
            return new Reply.Later<>(
                    new Trouble(
                            TroubleKind.OVER_QUOTA,
                            Blame.OPERATOR,
                            "What YouTube lets this installation do in a day is used up; it goes on after midnight in California."),
                    untilMidnight());
        }
        if (reason.equals("uploadLimitExceeded")) {
            return new Reply.Later<>(
                    new Trouble(
                            TroubleKind.OVER_QUOTA,
                            Blame.STUDIO,
                            "YouTube takes no more videos of this channel today; it is tried again tomorrow."),
                    Duration.ofDays(1));
        }
        if (status == 429
                || status >= 500
                || reason.equals("rateLimitExceeded")
                || reason.equals("userRateLimitExceeded")) {
            return new Reply.Later<>(
                    new Trouble(TroubleKind.NETWORK_AWAY, Blame.NETWORK, "YouTube says " + status + ", which passes."),
                    null);
        }
        return new Reply.Refused<>(new Trouble(
                TroubleKind.REFUSED,
                Blame.STUDIO,
                "YouTube refuses (%s): %s".formatted(reason.isEmpty() ? status : reason, message)));
    }

    private Duration untilMidnight() {
        Instant now = clock.instant();
        return Duration.between(
                now,
                LocalDate.ofInstant(now, QUOTA_DAY)
                        .plusDays(1)
                        .atStartOfDay(QUOTA_DAY)
                        .toInstant());
    }
}
