package io.viralforge.media;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.viralforge.platform.sql.Idempotency;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.storage.ObjectKey;
import io.viralforge.platform.storage.ObjectStore;
import io.viralforge.platform.storage.PendingUpload;
import io.viralforge.platform.storage.StorageFailure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what nobody ends: uploads left alone, files nobody needs any more, and what was cut off half-way in the store. */
@Singleton
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final int BATCH = 500;

    /** The key of who began an upload points to it; a day longer than such keys are kept, for uploads that took one. */
    private static final Duration KEPT = Idempotency.KEPT.plusDays(1);

    /** An upload is begun in the store a moment before that is written down; nobody has waited as long as this. */
    private static final Duration SURELY_WRITTEN_DOWN = Duration.ofHours(1);

    private final Sql sql;
    private final ObjectStore store;
    private final StoreGarbage garbage;
    private final List<AssetUse> uses;
    private final InstantSource clock;

    Housekeeping(Sql sql, ObjectStore store, StoreGarbage garbage, List<AssetUse> uses, InstantSource clock) {
        this.sql = sql;
        this.store = store;
        this.garbage = garbage;
        this.uses = uses;
        this.clock = clock;
    }

    /**
     * Each is a task of its own, on one replica at a time: one that fails keeps no other from its work. What one leaves
     * waits for the next time.
     */
    @Factory
    static final class Schedule {
        private static final Duration EVERY = Duration.ofMinutes(10);

        @Bean
        @Singleton
        RecurringTask<Void> expireUploads(Housekeeping housekeeping) {
            return task("media-uploads", "uploads expired", housekeeping::expireUploads);
        }

        @Bean
        @Singleton
        RecurringTask<Void> purgeUploads(Housekeeping housekeeping) {
            return task("media-uploads-purge", "uploads forgotten", housekeeping::purgeUploads);
        }

        @Bean
        @Singleton
        RecurringTask<Void> removeLooseFiles(Housekeeping housekeeping) {
            return task("media-files", "files that nobody needs went", housekeeping::removeLooseFiles);
        }

        @Bean
        @Singleton
        RecurringTask<Void> abortOrphans(Housekeeping housekeeping) {
            return task("media-orphans", "orphaned uploads aborted", housekeeping::abortOrphans);
        }

        @Bean
        @Singleton
        RecurringTask<Void> deleteGarbage(StoreGarbage garbage) {
            return task("media-garbage", "leftovers of the store tried again", () -> garbage.deleteLeft(BATCH));
        }

        private static RecurringTask<Void> task(String name, String what, IntSupplier work) {
            return Tasks.recurring(name, FixedDelay.of(EVERY)).execute((instance, context) -> {
                int done = work.getAsInt();
                if (done > 0) {
                    LOG.info("{} {}", done, what);
                }
            });
        }
    }

    int expireUploads() {
        return sql.everywhere(tx -> {
            List<Upload> expired = UploadStore.cancelExpired(tx, clock.instant(), BATCH);
            expired.forEach(upload -> garbage.add(tx, upload.file(), upload.storeUpload()));
            return expired.size();
        });
    }

    /** Uploads of which nobody asks what became of them. */
    int purgeUploads() {
        return sql.everywhere(tx -> UploadStore.purge(tx, clock.instant().minus(KEPT), BATCH));
    }

    /** Files whose last asset was deleted while a job still read them, or while an upload counted on them. */
    int removeLooseFiles() {
        int removed = 0;
        for (BlobStore.Loose file : sql.everywhere(tx -> BlobStore.loose(tx, BATCH))) {
            removed += sql.inStudio(file.studio(), tx -> {
                ObjectKey key = BlobStore.removeLoose(tx, file.studio(), file.sha256(), uses);
                if (key != null) {
                    garbage.add(tx, key, null);
                }
                return key == null ? 0 : 1;
            });
        }
        return removed;
    }

    /** Uploads in the store that no open upload of ours sends its parts to. One that cannot be aborted keeps no other. */
    int abortOrphans() {
        int aborted = 0;
        for (PendingUpload pending : store.pending(clock.instant().minus(SURELY_WRITTEN_DOWN))) {
            // What another installation has in the same bucket is of studios that are not here.
            boolean isOrphan = sql.inStudio(
                    pending.key().studio(), tx -> UploadStore.isOrphan(tx, pending.key(), pending.upload()));
            if (isOrphan && isAborted(pending)) {
                aborted++;
            }
        }
        return aborted;
    }

    private boolean isAborted(PendingUpload orphan) {
        try {
            store.abort(orphan.key(), orphan.upload());
            return true;
        } catch (StorageFailure e) {
            LOG.warn("An upload to {} could not be aborted; it will be tried again", orphan.key(), e);
            return false;
        }
    }
}
