package io.viralforge.media;

import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import io.viralforge.platform.storage.ObjectKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table upload. */
final class UploadStore {
    private static final String SELECT = "SELECT * FROM upload WHERE studio_id = ? ";

    private UploadStore() {}

    static List<Upload> find(Tx tx, UUID studio, Collection<UUID> ids) {
        return tx.rows(SELECT + "AND id = ANY (?)", UploadStore::read, studio, ids);
    }

    static @Nullable Upload find(Tx tx, UUID studio, UUID id) {
        return tx.row(SELECT + "AND id = ?", UploadStore::read, studio, id);
    }

    static @Nullable Upload locked(Tx tx, UUID studio, UUID id) {
        return tx.row(SELECT + "AND id = ? FOR UPDATE", UploadStore::read, studio, id);
    }

    /**
     * A new, open upload.
     *
     * @param rights JSON to be kept for {@link #rights}
     */
    static void insert(Tx tx, Upload upload, @Nullable String rights, Instant now) {
        tx.update(
                """
                INSERT INTO upload (studio_id, id, state, is_output, file_name, bytes, sha256, part_bytes, storage_key,
                    is_salvage, rights, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)""",
                upload.studio(),
                upload.id(),
                upload.state(),
                upload.isOutput(),
                upload.fileName(),
                upload.bytes(),
                upload.sha256(),
                upload.partBytes(),
                upload.file().toString(),
                upload.isSalvage(),
                rights,
                now,
                upload.expiresAt());
    }

    static @Nullable String rights(Tx tx, Upload upload) {
        return tx.row(
                "SELECT rights::text AS rights FROM upload WHERE studio_id = ? AND id = ? AND rights IS NOT NULL",
                row -> row.text("rights"),
                upload.studio(),
                upload.id());
    }

    /** Notes the store's name for the upload, unless it has been noted otherwise since this one was read. */
    static boolean begin(Tx tx, Upload upload, String storeUpload) {
        return tx.update("""
                        UPDATE upload SET store_upload_id = ? WHERE studio_id = ? AND id = ? AND state = 'OPEN'
                          AND store_upload_id IS NOT DISTINCT FROM ?""", storeUpload, upload.studio(), upload.id(), upload.storeUpload()) == 1;
    }

    static void finish(Tx tx, Upload upload, UUID asset) {
        tx.update(
                "UPDATE upload SET state = 'FINISHED', asset_id = ? WHERE studio_id = ? AND id = ?",
                asset,
                upload.studio(),
                upload.id());
    }

    static void cancel(Tx tx, Upload upload) {
        tx.update("UPDATE upload SET state = 'CANCELLED' WHERE studio_id = ? AND id = ?", upload.studio(), upload.id());
    }

    /** Gives up those whose time is over, at most so many, of all studios. */
    static List<Upload> cancelExpired(Tx tx, Instant now, int limit) {
        return tx.rows("""
                UPDATE upload SET state = 'CANCELLED' WHERE (studio_id, id) IN (
                    SELECT studio_id, id FROM upload WHERE state = 'OPEN' AND expires_at <= ?
                    ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)
                RETURNING *""", UploadStore::read, now, limit);
    }

    /** Forgets those that ended and were begun before the given time, at most so many, of all studios; how many. */
    static int purge(Tx tx, Instant before, int limit) {
        return tx.update("""
                DELETE FROM upload WHERE (studio_id, id) IN (
                    SELECT studio_id, id FROM upload WHERE state <> 'OPEN' AND created_at < ?
                    ORDER BY created_at LIMIT ? FOR UPDATE SKIP LOCKED)""", before, limit);
    }

    /** Whether the studio is one of ours, but none of its open uploads sends its parts under this name. */
    static boolean isOrphan(Tx tx, ObjectKey file, String storeUpload) {
        return tx.row("""
                        SELECT 1 FROM studio WHERE id = ? AND NOT EXISTS (
                            SELECT 1 FROM upload WHERE studio_id = studio.id AND storage_key = ? AND store_upload_id = ?
                              AND state = 'OPEN')""", row -> true, file.studio(), file.toString(), storeUpload) != null;
    }

    private static Upload read(Row row) {
        return new Upload(
                row.uuid("studio_id"),
                row.uuid("id"),
                row.constant("state", UploadState.class),
                row.flag("is_output"),
                row.text("file_name"),
                row.big("bytes"),
                row.text("sha256"),
                row.big("part_bytes"),
                ObjectKey.parse(row.text("storage_key")),
                row.textOrNull("store_upload_id"),
                row.flag("is_salvage"),
                row.uuidOrNull("asset_id"),
                row.instant("expires_at"));
    }
}
