package io.viralforge.media;

import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import io.viralforge.platform.storage.ObjectKey;
import io.viralforge.recipe.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table asset. */
final class AssetStore {
    private static final UUID AFTER_ALL = new UUID(-1, -1);

    /** An asset with the place of its file. */
    private static final String SELECT = """
            SELECT asset.*, storage_key FROM asset
            LEFT JOIN blob ON blob.studio_id = asset.studio_id AND blob.sha256 = asset.sha256
            """;

    private AssetStore() {}

    /** Those that exist, deleted ones too. */
    static List<Asset> find(Tx tx, UUID studio, Collection<UUID> ids) {
        return tx.rows(SELECT + "WHERE asset.studio_id = ? AND asset.id = ANY (?)", AssetStore::read, studio, ids);
    }

    /** One that is not deleted. */
    static @Nullable Asset live(Tx tx, UUID studio, UUID id) {
        return tx.row(
                SELECT + "WHERE asset.studio_id = ? AND asset.id = ? AND deleted_at IS NULL",
                AssetStore::read,
                studio,
                id);
    }

    /** As {@link #live}; it can be neither deleted nor changed until the transaction ends. */
    static @Nullable Asset held(Tx tx, UUID studio, UUID id) {
        return tx.row(
                SELECT + "WHERE asset.studio_id = ? AND asset.id = ? AND deleted_at IS NULL FOR SHARE OF asset",
                AssetStore::read,
                studio,
                id);
    }

    /** One that may be deleted already, locked against every change by others. */
    static @Nullable Asset locked(Tx tx, UUID studio, UUID id) {
        return tx.row(
                SELECT + "WHERE asset.studio_id = ? AND asset.id = ? FOR UPDATE OF asset",
                AssetStore::read,
                studio,
                id);
    }

    /** Newest first. */
    static List<Asset> page(
            Tx tx,
            UUID studio,
            @Nullable UUID before,
            Collection<MediaKind> kinds,
            Collection<AssetState> states,
            int limit) {
        return tx.rows(
                SELECT + """
                        WHERE asset.studio_id = ? AND deleted_at IS NULL AND asset.id < ?
                          AND kind = ANY (?) AND state = ANY (?)
                        ORDER BY asset.id DESC LIMIT ?
                        """, AssetStore::read, studio, before == null ? AFTER_ALL : before, kinds, states, limit);
    }

    /** What the asset was rendered from, in the order of the sources' making; deleted ones too. */
    static List<UUID> sources(Tx tx, UUID studio, UUID asset) {
        return tx.rows(
                "SELECT source_id FROM asset_source WHERE studio_id = ? AND asset_id = ? ORDER BY source_id",
                row -> row.uuid("source_id"),
                studio,
                asset);
    }

    /** What each of the assets was rendered from; those that were not are not there. */
    static Map<UUID, List<UUID>> sources(Tx tx, UUID studio, Collection<UUID> assets) {
        Map<UUID, List<UUID>> sources = new HashMap<>();
        tx.rows(
                """
                SELECT asset_id, source_id FROM asset_source WHERE studio_id = ? AND asset_id = ANY (?)
                ORDER BY source_id""",
                row -> sources.computeIfAbsent(row.uuid("asset_id"), asset -> new ArrayList<>())
                        .add(row.uuid("source_id")),
                studio,
                assets);
        return sources;
    }

    /** Locks the assets, deleted ones too, against every change by others. */
    static void lock(Tx tx, UUID studio, Collection<UUID> ids) {
        tx.rows(
                "SELECT id FROM asset WHERE studio_id = ? AND id = ANY (?) ORDER BY id FOR UPDATE",
                row -> row.uuid("id"),
                studio,
                ids);
    }

    /** The assets, deleted ones too, none of which changes until the transaction ends. */
    static List<Asset> heldEvenDeleted(Tx tx, UUID studio, Collection<UUID> ids) {
        return tx.rows(
                SELECT + "WHERE asset.studio_id = ? AND asset.id = ANY (?) ORDER BY asset.id FOR SHARE OF asset",
                AssetStore::read,
                studio,
                ids);
    }

    static void addSource(Tx tx, UUID studio, UUID asset, UUID source) {
        tx.update(
                "INSERT INTO asset_source (studio_id, asset_id, source_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                studio,
                asset,
                source);
    }

    /** A new asset that has still to be decoded. */
    static void insertUnchecked(Tx tx, UUID id, Upload upload, Instant now) {
        tx.update(
                """
                INSERT INTO asset (studio_id, id, kind, state, file_name, content_type, sha256, bytes, is_salvage,
                    created_at)
                VALUES (?, ?, ?, 'CHECKING', ?, ?, ?, ?, ?, ?)""",
                upload.studio(),
                id,
                FileName.kind(upload.fileName()),
                upload.fileName(),
                FileName.contentType(upload.fileName()),
                upload.sha256(),
                upload.bytes(),
                upload.isSalvage(),
                now);
    }

    /**
     * A new asset with what was found when the same bytes were decoded before, under the same leniency. A look that took too
     * long, or was given up, says more of the machine than of the bytes.
     *
     * @return its state, null when they have not been and nothing was inserted
     */
    static @Nullable AssetState insertKnown(Tx tx, UUID id, Upload upload, Instant now) {
        return tx.row(
                """
                INSERT INTO asset (studio_id, id, kind, state, refusal_code, refusal_message, warnings, file_name,
                    content_type, sha256, bytes, duration_ms, width, height, frame_rate, has_audio, codecs, pauses, is_salvage,
                    created_at)
                SELECT studio_id, ?, kind, state, refusal_code, refusal_message, warnings, ?,
                    content_type, sha256, bytes, duration_ms, width, height, frame_rate, has_audio, codecs, pauses,
                    is_salvage, ?
                FROM asset
                WHERE studio_id = ? AND sha256 = ? AND is_salvage = ? AND deleted_at IS NULL AND state <> 'CHECKING'
                  AND refusal_code IS DISTINCT FROM 'LIMIT_EXCEEDED'
                ORDER BY asset.id DESC LIMIT 1
                RETURNING state""",
                row -> row.constant("state", AssetState.class),
                id,
                upload.fileName(),
                now,
                upload.studio(),
                upload.sha256(),
                upload.isSalvage());
    }

    /** A new asset that was decoded before it came here. */
    static void insertReady(Tx tx, UUID id, Upload upload, MediaFacts facts, Instant now) {
        tx.update(
                """
                INSERT INTO asset (studio_id, id, kind, state, warnings, file_name, content_type, sha256, bytes,
                    duration_ms, width, height, frame_rate, has_audio, codecs, pauses, is_salvage, created_at)
                VALUES (?, ?, ?, 'READY', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::bigint[], ?, ?)""",
                upload.studio(),
                id,
                facts.kind(),
                facts.warnings(),
                upload.fileName(),
                facts.contentType(),
                upload.sha256(),
                upload.bytes(),
                millis(facts.duration()),
                facts.width(),
                facts.height(),
                facts.frameRate(),
                facts.hasAudio(),
                facts.codecs(),
                Pause.flat(facts.pauses()),
                upload.isSalvage(),
                now);
    }

    /** True when the asset still waited for it. */
    static boolean ready(Tx tx, UUID studio, UUID id, MediaFacts facts) {
        return tx.update(
                        """
                        UPDATE asset SET state = 'READY', kind = ?, content_type = ?, duration_ms = ?, width = ?,
                            height = ?, frame_rate = ?, has_audio = ?, codecs = ?, pauses = ?::bigint[], warnings = ?
                        WHERE studio_id = ? AND id = ? AND state = 'CHECKING' AND deleted_at IS NULL""",
                        facts.kind(),
                        facts.contentType(),
                        millis(facts.duration()),
                        facts.width(),
                        facts.height(),
                        facts.frameRate(),
                        facts.hasAudio(),
                        facts.codecs(),
                        Pause.flat(facts.pauses()),
                        facts.warnings(),
                        studio,
                        id)
                == 1;
    }

    /** True when the asset still waited for it. */
    static boolean refused(Tx tx, UUID studio, UUID id, Refusal refusal) {
        return tx.update("""
                        UPDATE asset SET state = 'REFUSED', refusal_code = ?, refusal_message = ?
                        WHERE studio_id = ? AND id = ? AND state = 'CHECKING' AND deleted_at IS NULL""", refusal.code(), refusal.message(), studio, id) == 1;
    }

    static void delete(Tx tx, UUID studio, UUID id, Instant now) {
        tx.update("UPDATE asset SET deleted_at = ? WHERE studio_id = ? AND id = ?", now, studio, id);
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }

    private static Asset read(Row row) {
        RefusalCode refusal = row.constantOrNull("refusal_code", RefusalCode.class);
        Long millis = row.bigOrNull("duration_ms");
        String file = row.textOrNull("storage_key");
        return new Asset(
                row.uuid("studio_id"),
                row.uuid("id"),
                row.constant("kind", MediaKind.class),
                row.constant("state", AssetState.class),
                refusal == null ? null : new Refusal(refusal, row.text("refusal_message")),
                row.texts("warnings"),
                row.text("file_name"),
                row.text("content_type"),
                row.big("bytes"),
                row.text("sha256"),
                millis == null ? null : Duration.ofMillis(millis),
                row.numberOrNull("width"),
                row.numberOrNull("height"),
                row.realOrNull("frame_rate"),
                row.flagOrNull("has_audio"),
                row.texts("codecs"),
                Pause.of(row.bigs("pauses")),
                row.flag("is_salvage"),
                file == null ? null : ObjectKey.parse(file),
                row.instant("created_at"),
                row.instantOrNull("deleted_at"));
    }
}
