package io.viralforge.media;

import io.viralforge.platform.storage.ObjectKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way in.
 *
 * @param isOutput true when a worker sends it as a job's result; people do not see it
 * @param fileName as it will be shown
 * @param bytes announced size
 * @param sha256 announced, 64 lower-case hexadecimal digits
 * @param partBytes size of every part but the last
 * @param file where it is to lie
 * @param storeUpload the object store's name for the upload; null until the first part is asked for, and for good when
 *     the studio has the file already
 * @param asset what came of it; null until FINISHED
 * @param expiresAt when it is given up by itself
 */
public record Upload(
        UUID studio,
        UUID id,
        UploadState state,
        boolean isOutput,
        String fileName,
        long bytes,
        String sha256,
        long partBytes,
        ObjectKey file,
        @Nullable String storeUpload,
        boolean isSalvage,
        @Nullable UUID asset,
        Instant expiresAt) {
    PartPlan plan() {
        return new PartPlan(bytes, partBytes);
    }
}
