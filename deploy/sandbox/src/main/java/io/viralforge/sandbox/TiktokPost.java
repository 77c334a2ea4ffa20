package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A post from its init on. Guarded by itself. */
final class TiktokPost {
    /** How far it is: the words of the status endpoint. */
    enum Stage {
        PROCESSING_UPLOAD,
        SEND_TO_USER_INBOX,
        PUBLISH_COMPLETE,
        FAILED
    }

    private static final Duration URL_LIFE = Duration.ofHours(1);

    final int number;
    final String publishId;
    final String uploadToken = Tokens.random(16);
    final Account creator;
    final boolean isInbox;
    final ObjectNode info;
    final TiktokChunks chunks;
    final Instant begunAt;
    final Intake intake = new Intake(Long.MAX_VALUE);

    /** From then on its upload takes nothing more. */
    private Instant expires;

    private @Nullable Uploaded uploaded;
    private @Nullable Instant finishedAt;

    private record Uploaded(
            StoredFile file, Instant at, Instant processedAt, Duration moderation, Fault.@Nullable Spoil spoiled) {}

    TiktokPost(int number, Account creator, boolean isInbox, ObjectNode info, TiktokChunks chunks, Instant begunAt) {
        this.number = number;
        this.publishId = (isInbox ? "v_inbox_file~v2." : "v_pub_file~v2-1.") + (7_500_000_000_000_000_000L + number);
        this.creator = creator;
        this.isInbox = isInbox;
        this.info = info;
        this.chunks = chunks;
        this.begunAt = begunAt;
        this.expires = begunAt.plus(URL_LIFE);
    }

    synchronized boolean isExpired(Instant now) {
        return !now.isBefore(expires);
    }

    synchronized void expire() {
        expires = Instant.MIN;
    }

    synchronized void uploaded(Instant at, Duration processing, Duration moderation, Fault.@Nullable Spoil spoiled) {
        uploaded = new Uploaded(intake.end(), at, at.plus(processing), moderation, spoiled);
    }

    /** In the app, from the inbox. */
    synchronized void finish(Instant at) {
        finishedAt = at;
    }

    synchronized Stage stage(Instant now) {
        if (uploaded == null || now.isBefore(uploaded.processedAt())) {
            return Stage.PROCESSING_UPLOAD;
        }
        if (uploaded.spoiled() != null) {
            return Stage.FAILED;
        }
        return isInbox && finishedAt == null ? Stage.SEND_TO_USER_INBOX : Stage.PUBLISH_COMPLETE;
    }

    synchronized String failReason() {
        return uploaded == null || uploaded.spoiled() == null
                ? ""
                : uploaded.spoiled().reason();
    }

    /** When everybody can see it, which moderation comes before; null when nobody else ever can, or not as things are. */
    synchronized @Nullable Instant publicAt() {
        boolean isPublic = isInbox || privacy().equals("PUBLIC_TO_EVERYONE");
        if (uploaded == null || uploaded.spoiled() != null || !isPublic || (isInbox && finishedAt == null)) {
            return null;
        }
        Instant published = finishedAt == null ? uploaded.processedAt() : finishedAt;
        return published.plus(uploaded.moderation());
    }

    boolean isPublic(Instant now) {
        @Nullable Instant publicAt = publicAt();
        return publicAt != null && !now.isBefore(publicAt);
    }

    synchronized @Nullable StoredFile file() {
        return uploaded == null ? null : uploaded.file();
    }

    synchronized @Nullable Instant uploadedAt() {
        return uploaded == null ? null : uploaded.at();
    }

    String privacy() {
        return info.path("privacy_level").asText("");
    }

    String title() {
        return info.path("title").asText("");
    }

    /** The video's id: a number of 64 bits, more than a double holds. */
    long postId() {
        return 7_600_000_000_000_000_003L + number * 1_000L;
    }
}
