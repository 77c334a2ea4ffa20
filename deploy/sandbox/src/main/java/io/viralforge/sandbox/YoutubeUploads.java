package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Resumable uploads as the Data API's guide "Resumable Uploads" has them: a session for the metadata, then the bytes in
 * one piece or in chunks of multiples of 256 KiB. Who lost an answer asks what is held.
 */
final class YoutubeUploads {
    static final int CHUNK = 256 << 10;

    private static final Duration SESSION_LIFE = Duration.ofDays(7);
    private static final long LARGEST = 256L << 30;
    private static final Set<String> UPLOAD = Set.of(
            "https://www.googleapis.com/auth/youtube.upload",
            "https://www.googleapis.com/auth/youtube",
            "https://www.googleapis.com/auth/youtube.force-ssl");

    private static final class Session {
        final Account channel;
        final ObjectNode metadata;
        final Set<String> parts;
        final Instant expires;
        final Intake intake = new Intake(CHUNK);
        /** -1 until it is known. */
        long total;

        @Nullable
        YoutubeVideo video;

        Session(Account channel, ObjectNode metadata, Set<String> parts, Instant expires, long total) {
            this.channel = channel;
            this.metadata = metadata;
            this.parts = parts;
            this.expires = expires;
            this.total = total;
        }
    }

    private final InstantSource clock;
    private final GoogleOauth oauth;
    private final YoutubeQuota quota;
    private final YoutubeVideos videos;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    YoutubeUploads(InstantSource clock, GoogleOauth oauth, YoutubeQuota quota, YoutubeVideos videos) {
        this.clock = clock;
        this.oauth = oauth;
        this.quota = quota;
        this.videos = videos;
    }

    /** The path is that of the reference, and that under which the discovery document has resumable uploads. */
    List<Route> routes(String path) {
        return List.of(
                Route.of(Operation.YOUTUBE_UPLOAD_INIT, "POST", path, this::open),
                new Route(Operation.YOUTUBE_UPLOAD_STATUS, "PUT", path, YoutubeUploads::asksStatus, this::status),
                Route.of(Operation.YOUTUBE_UPLOAD_CHUNK, "PUT", path, this::take));
    }

    void forget(Request request) {
        @Nullable String id = request.query("upload_id");
        if (id != null) {
            sessions.remove(id);
        }
    }

    private Response open(Request request) throws IOException {
        Account channel = oauth.require(request, UPLOAD);
        Set<String> parts = YoutubeVideos.parts(request);
        if (!"resumable".equals(request.query("uploadType"))) {
            throw GoogleErrors.badParameter("invalidParameter", "The sandbox takes uploadType=resumable alone.");
        }
        @Nullable ObjectNode given = request.json();
        if (given == null) {
            throw GoogleErrors.badRequest("invalidVideoMetadata", "The metadata is no JSON object.");
        }
        @Nullable String type = request.header("X-Upload-Content-Type");
        if (type != null && !type.startsWith("video/") && !type.equals("application/octet-stream")) {
            throw GoogleErrors.badRequest("badContent", "The file is of no type that videos.insert takes.");
        }
        long total = total(request);
        ObjectNode metadata = Json.object();
        metadata.set(
                "snippet", parts.contains("snippet") ? YoutubeMetadata.snippet(given.path("snippet")) : Json.object());
        metadata.set(
                "paidProductPlacementDetails",
                parts.contains("paidProductPlacementDetails")
                        ? given.path("paidProductPlacementDetails")
                        : Json.object());
        metadata.set("status", parts.contains("status") ? YoutubeMetadata.status(given.path("status")) : Json.object());
        quota.insert();
        videos.requireUploadAllowed(channel);
        String id = Tokens.random(30);
        sessions.put(id, new Session(channel, metadata, parts, clock.instant().plus(SESSION_LIFE), total));
        String location = request.origin() + request.path() + "?uploadType=resumable&part=" + String.join("%2C", parts)
                + "&upload_id=" + id;
        return Response.empty(200, Map.of("Location", location, "X-GUploader-UploadID", id));
    }

    private static long total(Request request) {
        @Nullable String given = request.header("X-Upload-Content-Length");
        if (given == null) {
            return -1;
        }
        if (!given.matches("\\d{1,18}") || Long.parseLong(given) > LARGEST || Long.parseLong(given) == 0) {
            throw GoogleErrors.badRequest("badContent", "X-Upload-Content-Length is from 1 byte to 256 GB.");
        }
        return Long.parseLong(given);
    }

    private static boolean asksStatus(Request request) {
        @Nullable String range = request.header("Content-Range");
        return range != null && range.startsWith("bytes */");
    }

    private Response status(Request request) {
        Session session = session(request);
        synchronized (session) {
            return held(session);
        }
    }

    private Response take(Request request) throws IOException {
        Session session = session(request);
        // Two at a time take turns, and the later one is told what the earlier one brought.
        synchronized (session) {
            if (session.video != null) {
                return held(session);
            }
            ContentRange range = range(request, session);
            if (range.first() != session.intake.length()) {
                return held(session);
            }
            if (!range.isLast() && range.length() % CHUNK != 0) {
                throw GoogleErrors.badRequest("badContent", "A chunk that is not the last is a multiple of 256 KiB.");
            }
            session.total = Math.max(session.total, range.total());
            session.intake.take(request.body(), range.length());
            if (session.intake.length() == session.total) {
                session.video = videos.add(session.channel, session.metadata, session.intake.end());
            }
            return held(session);
        }
    }

    /** What it brings; without Content-Range that is the whole file. */
    private static ContentRange range(Request request, Session session) {
        @Nullable String header = request.header("Content-Range");
        long length = request.length();
        if (header == null) {
            if (length < 1 || (session.total >= 0 && session.total != length)) {
                throw GoogleErrors.badRequest("badContent", "Content-Length is not the length that was announced.");
            }
            return new ContentRange(0, length - 1, length);
        }
        @Nullable ContentRange range = ContentRange.parse(header);
        if (range == null || range.length() != length) {
            throw GoogleErrors.badRequest("badContent", "Content-Range contradicts itself or Content-Length.");
        }
        if (session.total >= 0 && range.total() >= 0 && range.total() != session.total) {
            throw GoogleErrors.badRequest("badContent", "Content-Range has another total than was announced.");
        }
        return range;
    }

    private Response held(Session session) {
        if (session.video != null) {
            return Response.json(201, videos.resource(session.video, session.parts, session.channel));
        }
        long held = session.intake.length();
        return Response.empty(308, held == 0 ? Map.of() : Map.of("Range", "bytes=0-" + (held - 1)));
    }

    private Session session(Request request) {
        Account channel = oauth.require(request, UPLOAD);
        @Nullable String id = request.query("upload_id");
        @Nullable Session session = id == null ? null : sessions.get(id);
        if (session == null || !session.channel.equals(channel)) {
            throw GoogleErrors.notFound("notFound", "There is no such upload, or none any more.");
        }
        if (!clock.instant().isBefore(session.expires)) {
            sessions.remove(id);
            throw GoogleErrors.notFound("notFound", "The upload expired.");
        }
        return session;
    }
}
