package io.viralforge.media;

import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.SqlFailure;
import io.viralforge.platform.sql.Tx;
import io.viralforge.platform.storage.ObjectKey;
import io.viralforge.platform.storage.ObjectStore;
import io.viralforge.platform.storage.StorageFailure;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table store_garbage: what is to go from the object store. It is written in the transaction that makes it so, and
 * carried out right after; what is cut off in between, or the store refuses, is done by {@link Housekeeping}. A key is
 * never used again, so deleting twice or late does no harm.
 */
@Singleton
final class StoreGarbage {
    private static final Logger LOG = LoggerFactory.getLogger(StoreGarbage.class);

    private final Sql sql;
    private final ObjectStore store;
    private final InstantSource clock;

    StoreGarbage(Sql sql, ObjectStore store, InstantSource clock) {
        this.sql = sql;
        this.store = store;
        this.clock = clock;
    }

    /** What is to go: the object, and the upload that was to become it. */
    private record Item(ObjectKey file, @Nullable String storeUpload) {}

    /** Has it deleted once the transaction is committed. */
    void add(Tx tx, ObjectKey file, @Nullable String storeUpload) {
        tx.update("""
                INSERT INTO store_garbage (studio_id, storage_key, store_upload_id, since) VALUES (?, ?, ?, ?)
                ON CONFLICT DO NOTHING""", file.studio(), file.toString(), storeUpload, clock.instant());
        tx.afterCommit(() -> tryToDelete(new Item(file, storeUpload)));
    }

    /**
     * Deletes what was left, at most so much; how much there was. What was tried last comes last, so that what cannot be
     * deleted keeps nothing else waiting.
     */
    int deleteLeft(int limit) {
        List<Item> items = sql.everywhere(tx -> tx.rows(
                """
                UPDATE store_garbage SET since = ? WHERE (studio_id, storage_key) IN (
                    SELECT studio_id, storage_key FROM store_garbage ORDER BY since LIMIT ?)
                RETURNING storage_key, store_upload_id""",
                row -> new Item(ObjectKey.parse(row.text("storage_key")), row.textOrNull("store_upload_id")),
                clock.instant(),
                limit));
        items.forEach(this::tryToDelete);
        return items.size();
    }

    private void tryToDelete(Item item) {
        try {
            // In this order: a completion that comes between the two makes an object, and none can come after.
            if (item.storeUpload != null) {
                store.abort(item.file, item.storeUpload);
            }
            store.delete(item.file);
            sql.doInStudio(
                    item.file.studio(),
                    tx -> tx.update(
                            "DELETE FROM store_garbage WHERE studio_id = ? AND storage_key = ?",
                            item.file.studio(),
                            item.file.toString()));
        } catch (StorageFailure | SqlFailure e) {
            LOG.warn("{} could not be deleted from the object store; it will be tried again", item.file, e);
        }
    }
}
