package io.viralforge.publish.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.youtube.model.Video;
import com.google.api.services.youtube.model.VideoPaidProductPlacementDetails;
import com.google.api.services.youtube.model.VideoSnippet;
import com.google.api.services.youtube.model.VideoStatus;
import io.micronaut.context.annotation.Value;
import io.viralforge.media.Asset;
import io.viralforge.platform.http.Outbound;
import io.viralforge.platform.http.OutboundBody;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.platform.http.OutboundResult.Answered;
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
import io.viralforge.publish.Wire;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Publishes on YouTube by resumable uploads (developers.google.com/youtube/v3/guides/using_resumable_upload_protocol). The
 * uploads are our own requests: Google's client neither tells a session's address nor goes on with one of another process. A
 * tag that only the channel's owner sees tells which video is whose.
 */
@Singleton
final class YouTubeConnector implements PublishConnector {
    private static final String SCOPES = "https://www.googleapis.com/auth/youtube"
            + " https://www.googleapis.com/auth/youtube.upload"
            + " https://www.googleapis.com/auth/yt-analytics.readonly"
            + " https://www.googleapis.com/auth/yt-analytics-monetary.readonly";

    private static final Duration TO_SEND = Duration.ofMinutes(4);
    private static final Pattern RANGE = Pattern.compile("bytes=0-(\\d{1,18})");
    private static final String TYPE = "application/octet-stream";

    private final String origin;
    private final long piece;
    private final Wire wire;
    private final YouTubeData data;
    private final NetworkLogin login;

    /**
     * The connector, as whoever this installation is at Google.
     *
     * @param piece how many bytes are sent at once; a multiple of 262144, as all pieces but the last must be
     */
    YouTubeConnector(
            @Value("${viralforge.publish.youtube.client-id:}") @Nullable String clientId,
            @Value("${viralforge.publish.youtube.client-secret:}") @Nullable String clientSecret,
            @Value("${viralforge.publish.youtube.url:}") @Nullable String url,
            @Value("${viralforge.publish.youtube.piece}") int piece,
            Outbound outbound,
            InstantSource clock) {
        NetworkClient client = new NetworkClient(clientId, clientSecret, url);
        URI place = client.place();
        Outbound way = place == null ? outbound : outbound.alsoTo(place);
        this.piece = piece;
        this.origin = client.at("https://www.googleapis.com");
        this.wire = new Wire("YouTube", way);
        this.data = new YouTubeData(client.at("https://youtube.googleapis.com"), way, wire, clock);
        this.login = new NetworkLogin(client, dialect(client), wire, data::owner);
    }

    /** developers.google.com/youtube/v3/guides/auth/server-side-web-apps. */
    private static NetworkLogin.Dialect dialect(NetworkClient client) {
        return new NetworkLogin.Dialect(
                List.of("VIRALFORGE_YOUTUBE_CLIENT_ID", "VIRALFORGE_YOUTUBE_CLIENT_SECRET"),
                "client_id",
                client.at("https://accounts.google.com") + "/o/oauth2/v2/auth",
                URI.create(client.at("https://oauth2.googleapis.com") + "/token"),
                URI.create(client.at("https://oauth2.googleapis.com") + "/revoke"),
                SCOPES,
                // A refresh token comes with the first consent only, unless it is asked for again.
                List.of("access_type", "offline", "prompt", "consent"));
    }

    @Override
    public PublishNetwork network() {
        return PublishNetwork.YOUTUBE;
    }

    @Override
    public NetworkLogin login() {
        return login;
    }

    @Override
    public List<PublicationFinding> findings(PublicationContent content, Asset clip) {
        return YouTubeRules.findings(content, clip);
    }

    @Override
    public long piece(long from, long total) {
        return Math.min(piece, total - from);
    }

    @Override
    public Reply<String> open(String token, Post post) {
        OutboundRequest request = OutboundRequest.post(
                        Wire.uri(
                                origin + "/upload/youtube/v3/videos",
                                "uploadType",
                                "resumable",
                                "part",
                                "snippet,status,paidProductPlacementDetails"),
                        OutboundBody.json(json(post)))
                .with("Authorization", "Bearer " + token)
                .with("X-Upload-Content-Length", Long.toString(post.bytes()))
                .with("X-Upload-Content-Type", post.contentType());
        return wire.ask(request, answer -> {
            if (!answer.isSuccess()) {
                return refused(answer);
            }
            String session = answer.header("Location");
            return session != null && isOurs(session) ? new Reply.Done<>(session) : wire.strange();
        });
    }

    /** A session elsewhere would be given the video. */
    private boolean isOurs(String session) {
        return session.startsWith(origin + "/") && Wire.address(session) != null;
    }

    private static String json(Post post) {
        List<String> tags = new ArrayList<>(post.tags());
        tags.add(post.marker());
        Video video = new Video()
                .setSnippet(new VideoSnippet()
                        .setTitle(post.title())
                        .setDescription(post.description())
                        .setTags(tags))
                .setStatus(new VideoStatus()
                        .setPrivacyStatus(privacy(post.privacy()))
                        .setSelfDeclaredMadeForKids(post.disclosure().isForKids())
                        .setContainsSyntheticMedia(post.disclosure().isAiMade()
                                || post.disclosure().isAltered()))
                .setPaidProductPlacementDetails(new VideoPaidProductPlacementDetails()
                        .setHasPaidProductPlacement(post.disclosure().isSponsored()));
        try {
            return GsonFactory.getDefaultInstance().toString(video);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String privacy(PublicationPrivacy privacy) {
        return switch (privacy) {
            case PUBLIC -> "public";
            case UNLISTED -> "unlisted";
            // The two are not there to choose; were they, nobody would see too much.
            case PRIVATE, FOLLOWERS, FRIENDS -> "private";
        };
    }

    @Override
    public Reply<Held> held(String token, String session, Post post) {
        return put(token, session, "bytes */" + post.bytes(), new byte[0]);
    }

    @Override
    public Reply<Held> send(String token, String session, Post post, Piece piece) {
        return put(
                token, session, "bytes %d-%d/%d".formatted(piece.from(), piece.to() - 1, piece.total()), piece.bytes());
    }

    private Reply<Held> put(String token, String session, String range, byte[] bytes) {
        OutboundRequest request = OutboundRequest.put(URI.create(session), OutboundBody.of(TYPE, bytes))
                .within(TO_SEND)
                .with("Authorization", "Bearer " + token)
                .with("Content-Range", range);
        return wire.ask(request, answer -> switch (answer.status()) {
            case 200, 201 -> {
                String id = Wire.json(answer).path("id").asText("");
                yield id.isEmpty() ? wire.strange() : new Reply.Done<>(new Held.Whole(id));
            }
            case 308 -> new Reply.Done<>(new Held.Part(received(answer)));
            case 404, 410 -> new Reply.Done<>(new Held.Gone());
            default -> refused(answer);
        });
    }

    /** Nothing, when it does not say. */
    private static long received(Answered answer) {
        Matcher range = RANGE.matcher(Objects.requireNonNullElse(answer.header("Range"), ""));
        return range.matches() ? Long.parseLong(range.group(1)) + 1 : 0;
    }

    private <T> Reply<T> refused(Answered answer) {
        if (answer.status() >= 500 || answer.status() == 429) {
            return wire.later(answer);
        }
        JsonNode error = Wire.json(answer).path("error");
        String reason = error.path("errors").path(0).path("reason").asText("");
        // Somebody in between may have said no, and the network yes.
        return reason.isEmpty() && answer.status() != 401
                ? wire.strange()
                : data.refused(answer.status(), reason, error.path("message").asText(""));
    }

    @Override
    public Reply<Standing> standing(String token, String remoteId, Post post) {
        return data.standing(token, remoteId);
    }

    @Override
    public Reply<Optional<String>> seek(String token, Post post, Instant since) {
        return data.tagged(token, post.marker(), since);
    }

    @Override
    public Reply<Boolean> remove(String token, String remoteId) {
        return data.delete(token, remoteId);
    }
}
