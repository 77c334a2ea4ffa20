package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A video as YouTube keeps it.
 *
 * @param number counts all videos from 1
 * @param snippet what the uploader said there, and nothing else
 * @param status likewise
 * @param isSponsored paidProductPlacementDetails.hasPaidProductPlacement
 * @param processedAt when it is processed, failed or rejected
 * @param spoiled what it comes to if not to a processed video
 * @param isLocked uploaded by a project that was not audited, so it stays private
 * @param isDeleted it is found no more; kept for who inspects
 */
record YoutubeVideo(
        int number,
        String id,
        Account channel,
        ObjectNode snippet,
        ObjectNode status,
        boolean isSponsored,
        StoredFile file,
        Instant uploadedAt,
        Instant processedAt,
        Fault.@Nullable Spoil spoiled,
        boolean isLocked,
        boolean isDeleted) {
    YoutubeVideo with(ObjectNode newSnippet, ObjectNode newStatus) {
        return new YoutubeVideo(
                number,
                id,
                channel,
                newSnippet,
                newStatus,
                isSponsored,
                file,
                uploadedAt,
                processedAt,
                spoiled,
                isLocked,
                isDeleted);
    }

    YoutubeVideo deleted() {
        return new YoutubeVideo(
                number,
                id,
                channel,
                snippet,
                status,
                isSponsored,
                file,
                uploadedAt,
                processedAt,
                spoiled,
                isLocked,
                true);
    }

    /** "uploaded", "processed", "failed", "rejected" or "deleted": VideoStatus.uploadStatus. */
    String uploadStatus(Instant now) {
        if (isDeleted) {
            return "deleted";
        }
        if (now.isBefore(processedAt)) {
            return "uploaded";
        }
        return spoiled == null ? "processed" : spoiled.status();
    }

    /** Scheduled ones become public at their time; locked ones never. */
    String privacy(Instant now) {
        @Nullable String publishAt = Json.text(status, "publishAt");
        if (isLocked) {
            return "private";
        }
        return publishAt != null && !now.isBefore(Instant.parse(publishAt))
                ? "public"
                : status.path("privacyStatus").asText("public");
    }

    String title() {
        return snippet.path("title").asText("unknown");
    }
}
