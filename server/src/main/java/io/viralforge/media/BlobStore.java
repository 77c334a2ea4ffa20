package io.viralforge.media;

import io.viralforge.platform.sql.Tx;
import io.viralforge.platform.storage.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table blob: files that are whole and verified, once per studio and content.
 *
 * <p>Who makes something that uses a blob (an asset, an open upload of the same content) holds its row; who deletes one
 * has the row for himself and looks for users after he has it. So nothing is made of a file that is going.
 */
final class BlobStore {
    private BlobStore() {}

    /** The file with this content, which stays until the transaction ends; null when the studio does not have it. */
    static @Nullable ObjectKey held(Tx tx, UUID studio, String sha256, long bytes) {
        return tx.row(
                "SELECT storage_key FROM blob WHERE studio_id = ? AND sha256 = ? AND bytes = ? FOR SHARE",
                row -> ObjectKey.parse(row.text("storage_key")),
                studio,
                sha256,
                bytes);
    }

    /** Whether the studio has this content. */
    static boolean has(Tx tx, UUID studio, String sha256, long bytes) {
        return tx.row(
                        "SELECT 1 FROM blob WHERE studio_id = ? AND sha256 = ? AND bytes = ?",
                        row -> true,
                        studio,
                        sha256,
                        bytes)
                != null;
    }

    /** Where the content lies; null when the studio does not have it. */
    static @Nullable ObjectKey find(Tx tx, UUID studio, String sha256) {
        return tx.row(
                "SELECT storage_key FROM blob WHERE studio_id = ? AND sha256 = ?",
                row -> ObjectKey.parse(row.text("storage_key")),
                studio,
                sha256);
    }

    /** Records the upload's file, unless the studio got the same from elsewhere; where the one that counts lies. */
    static ObjectKey add(Tx tx, Upload upload, Instant now) {
        return tx.one(
                """
                INSERT INTO blob (studio_id, sha256, bytes, storage_key, created_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (studio_id, sha256) DO UPDATE SET sha256 = excluded.sha256
                RETURNING storage_key""",
                row -> ObjectKey.parse(row.text("storage_key")),
                upload.studio(),
                upload.sha256(),
                upload.bytes(),
                upload.file().toString(),
                now);
    }

    /** A file that no live asset and no open upload counts on. */
    record Loose(UUID studio, String sha256) {}

    /** Loose files of all studios, at most so many. */
    static List<Loose> loose(Tx tx, int limit) {
        return tx.rows(
                "SELECT studio_id, sha256 FROM blob WHERE " + IS_LOOSE + " ORDER BY created_at LIMIT ?",
                row -> new Loose(row.uuid("studio_id"), row.text("sha256")),
                limit);
    }

    private static final String IS_LOOSE = """
            NOT EXISTS (SELECT 1 FROM asset WHERE asset.studio_id = blob.studio_id AND asset.sha256 = blob.sha256
                AND deleted_at IS NULL)
            AND NOT EXISTS (SELECT 1 FROM upload WHERE upload.studio_id = blob.studio_id
                AND upload.sha256 = blob.sha256 AND upload.state = 'OPEN')""";

    /**
     * Takes the file out when it is loose and none of those needs it.
     *
     * @return where it lies, to be deleted there; null when it stays or is gone
     */
    static @Nullable ObjectKey removeLoose(Tx tx, UUID studio, String sha256, List<AssetUse> uses) {
        if (tx.row("SELECT 1 FROM blob WHERE studio_id = ? AND sha256 = ? FOR UPDATE", row -> true, studio, sha256)
                == null) {
            return null;
        }
        boolean isNeeded = tx
                .rows("SELECT id FROM asset WHERE studio_id = ? AND sha256 = ?", row -> row.uuid("id"), studio, sha256)
                .stream()
                .anyMatch(asset -> uses.stream().anyMatch(use -> use.isNeeded(tx, studio, asset)));
        return isNeeded
                ? null
                : tx.row(
                        "DELETE FROM blob WHERE studio_id = ? AND sha256 = ? AND " + IS_LOOSE
                                + " RETURNING storage_key",
                        row -> ObjectKey.parse(row.text("storage_key")),
                        studio,
                        sha256);
    }
}
