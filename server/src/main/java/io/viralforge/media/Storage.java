package io.viralforge.media;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * How much a studio may keep: its files, each content once, and what open uploads are to bring besides. Uploads and
 * renders begin only where there is room; what has been rendered is kept all the same (docs/adr/0112).
 */
@Singleton
public final class Storage {
    private final Sql sql;
    private final long most;

    Storage(Sql sql, MediaConfig settings) {
        this.sql = sql;
        this.most = settings.maxStudioBytes();
    }

    StorageUse use(UUID studio) {
        return new StorageUse(sql.<Long>inStudio(studio, tx -> kept(tx, studio)), most == 0 ? null : most);
    }

    /** Whether there is no room for anything more. */
    public boolean isFull(Tx tx, UUID studio) {
        return most > 0 && kept(tx, studio) >= most;
    }

    /** STORAGE_FULL at that place where there is no room for anything more. */
    public Outcome<Boolean> notFull(Tx tx, UUID studio, String... path) {
        return isFull(tx, studio) ? full(path) : Outcome.done(true);
    }

    /** Whether so many bytes more may come. Until the transaction ends no other upload is let in, so the sum holds. */
    Outcome<Boolean> admit(Tx tx, UUID studio, long bytes, String... path) {
        if (most == 0 || bytes == 0) {
            return Outcome.done(true);
        }
        tx.row("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))::text", row -> true, "storage " + studio);
        return bytes <= most - kept(tx, studio) ? Outcome.done(true) : full(path);
    }

    private <T> Outcome<T> full(String... path) {
        return Outcome.refused(
                UserErrorCode.STORAGE_FULL,
                "The studio may keep %d bytes, and there is no room left for this; delete assets.".formatted(most),
                path);
    }

    private static long kept(Tx tx, UUID studio) {
        return tx.one("""
                SELECT least(9223372036854775807,
                    (SELECT coalesce(sum(bytes), 0) FROM blob WHERE studio_id = ?)
                    + (SELECT coalesce(sum(bytes), 0) FROM upload WHERE studio_id = ? AND state = 'OPEN' AND NOT EXISTS (
                        SELECT 1 FROM blob WHERE blob.studio_id = upload.studio_id AND blob.sha256 = upload.sha256
                          AND blob.bytes = upload.bytes)))::bigint AS kept""", row -> row.big("kept"), studio, studio);
    }
}
