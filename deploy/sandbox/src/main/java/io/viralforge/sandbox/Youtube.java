package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * YouTube and what of Google it stands on. All lies at the root of the sandbox's address, as the real paths do below
 * accounts.google.com, oauth2.googleapis.com, youtube.googleapis.com and youtubeanalytics.googleapis.com.
 */
public final class Youtube implements Network {
    private final InstantSource clock;
    private final List<Account> channels;
    private final Client client;
    private final GoogleOauth oauth;
    private final YoutubeQuota quota;
    private final YoutubeVideos videos;
    private final YoutubeUploads uploads;
    private final List<Route> routes = new ArrayList<>();

    Youtube(InstantSource clock, Conditions conditions, Faults faults) {
        this.clock = clock;
        channels = List.of(
                new Account("UC" + "sandbox-channel-first1", "First channel"),
                new Account("UC" + "sandbox-channel-second", "Second channel"));
        client = new Client("viralforge.apps.sandbox", "sandbox-secret-of-google");
        oauth = new GoogleOauth(clock, client, channels);
        quota = new YoutubeQuota(clock, conditions);
        videos = new YoutubeVideos(clock, conditions, faults, oauth, quota);
        uploads = new YoutubeUploads(clock, oauth, quota, videos);
        routes.addAll(oauth.routes());
        routes.addAll(videos.routes());
        routes.addAll(new YoutubeChannels(clock, conditions, oauth, quota, videos, channels).routes());
        routes.addAll(new YoutubeReports(clock, conditions, oauth, videos).routes());
        routes.addAll(uploads.routes("/upload/youtube/v3/videos"));
        routes.addAll(uploads.routes("/resumable/upload/youtube/v3/videos"));
    }

    /** For the client_id of OAuth. */
    public String clientId() {
        return client.id();
    }

    public String clientSecret() {
        return client.secret();
    }

    /** Lets people be sent back to this address, and to no other that differs by a letter. */
    public void register(URI redirect) {
        client.register(redirect);
    }

    /** The channels that a person can choose on the page of consent, by {@code account=ID} where a test does. */
    public List<Account> channels() {
        return channels;
    }

    /** A person takes back what they allowed for a channel, in their account's settings. */
    public void revoke(Account channel) {
        oauth.revoke(channel);
    }

    @Override
    public List<Published> published() {
        return videos.all().stream().map(this::published).toList();
    }

    private Published published(YoutubeVideo video) {
        Instant now = clock.instant();
        ObjectNode metadata = Json.object();
        metadata.set("snippet", video.snippet().deepCopy());
        metadata.set("status", video.status().deepCopy());
        String disclosure = Stream.concat(
                        Stream.of("containsSyntheticMedia", "selfDeclaredMadeForKids")
                                .filter(flag -> video.status().path(flag).asBoolean()),
                        video.isSponsored() ? Stream.of("hasPaidProductPlacement") : Stream.empty())
                .collect(Collectors.joining(", "));
        return new Published(
                "YouTube",
                video.channel().id(),
                video.id(),
                video.title(),
                video.uploadStatus(now),
                video.privacy(now),
                disclosure,
                video.file(),
                video.uploadedAt(),
                metadata);
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public void forgetToken(Request request) {
        oauth.forgetToken(request);
    }

    @Override
    public void useUp(Operation operation, Request request) {
        if (operation == Operation.YOUTUBE_UPLOAD_INIT) {
            quota.useUpInserts();
        } else {
            quota.useUpUnits();
        }
    }

    @Override
    public void forgetUpload(Request request) {
        uploads.forget(request);
    }
}
