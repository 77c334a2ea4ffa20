package io.viralforge.jobs;

import io.viralforge.media.Asset;
import io.viralforge.media.Assets;
import io.viralforge.media.Storage;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import io.viralforge.trace.Span;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gives a leased job what its worker needs to read. */
@Singleton
final class LeaseFiles {
    /** Bytes a second at which a worker fetches what a job reads; one that is slower leases again. */
    private static final long SLOWEST = 4 << 20;

    /** What a worker may wait for room on its disk. */
    private static final Duration WAIT = Duration.ofHours(1);

    private static final Duration LONGEST = Duration.ofDays(7);

    private static final int BATCH = 500;

    private static final Failure GONE =
            new Failure(JobFailureCode.INPUT_UNAVAILABLE, "A file that the job reads has been deleted.");

    private static final Failure FULL = new Failure(
            JobFailureCode.LIMIT_EXCEEDED, "The studio keeps as much as it may; delete assets, and retry the job.");

    private final Sql sql;
    private final Assets assets;
    private final Storage storage;
    private final AttemptEnd end;
    private final JobEvents events;

    LeaseFiles(Sql sql, Assets assets, Storage storage, AttemptEnd end, JobEvents events) {
        this.sql = sql;
        this.assets = assets;
        this.storage = storage;
        this.end = end;
        this.events = events;
    }

    /** A file to read. */
    record InputFile(String sha256, long bytes, URI url) {}

    /** A job as its worker sees it. */
    record JobLease(
            UUID job,
            int attempt,
            long fencingToken,
            JobKind kind,
            Instant expiresAt,
            List<InputFile> inputs,
            @Nullable String recipe,
            boolean isSalvage,
            int cores,
            long memoryBytes,
            @Nullable Integer gpu,
            @Nullable String traceparent) {}

    /** What comes of a lease. */
    private sealed interface Reading {
        record Given(JobLease lease) implements Reading {}

        record Withheld(Failure why) implements Reading {}
    }

    /** The lease with its files; null when there is no use in beginning, and then the attempt has ended. */
    @Nullable
    JobLease with(LeasedJob job) {
        return switch (read(job)) {
            case Reading.Given(JobLease lease) -> lease;
            case Reading.Withheld(Failure why) -> {
                sql.doEverywhere(tx -> {
                    if (Leases.isHeld(tx, job)) {
                        end.failed(tx, job, why, false, null);
                    }
                });
                while (sql.<Integer>inStudio(job.studio(), tx -> dropWaiting(tx, job.studio())) == BATCH) {}
                // Who asked has got less than there may be.
                events.wakeWorkers();
                yield null;
            }
        };
    }

    /** Of a studio that is full: handed out one by one they would keep other studios' jobs from workers. How many. */
    private int dropWaiting(Tx tx, UUID studio) {
        if (!storage.isFull(tx, studio)) {
            return 0;
        }
        List<UUID> waiting = tx.rows("""
                SELECT id FROM job WHERE studio_id = ? AND kind = 'RENDER' AND state = 'QUEUED'
                ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED""", row -> row.uuid("id"), studio, BATCH);
        end.drop(tx, studio, waiting, FULL);
        return waiting.size();
    }

    private Reading read(LeasedJob job) {
        return sql.inStudio(job.studio(), tx -> {
            if (job.kind() == JobKind.RENDER && storage.isFull(tx, job.studio())) {
                return new Reading.Withheld(FULL);
            }
            List<UUID> ids = JobStore.inputs(tx, job.studio(), job.job());
            Map<UUID, Asset> inputs = assets.evenDeleted(tx, job.studio(), ids);
            Duration life = life(inputs.values());
            List<InputFile> files = ids.stream()
                    .map(id -> file(tx, inputs.get(id), life))
                    .filter(Objects::nonNull)
                    .toList();
            if (files.size() < ids.size()) {
                return new Reading.Withheld(GONE);
            }
            return new Reading.Given(new JobLease(
                    job.job(),
                    job.attempt(),
                    job.fencingToken(),
                    job.kind(),
                    job.expiresAt(),
                    files,
                    job.recipe(),
                    inputs.values().stream().anyMatch(Asset::isSalvage),
                    job.cores(),
                    job.memoryBytes(),
                    job.gpu(),
                    waited(job)));
        });
    }

    /** What the attempt is a part of: the job's wait, which ends now. */
    private static @Nullable String waited(LeasedJob job) {
        String traceparent = job.traceparent();
        return traceparent == null ? null : Span.past("wait for a worker", traceparent, job.waitingSince());
    }

    /** All are signed now and fetched one after the other. */
    private static Duration life(Collection<Asset> inputs) {
        long bytes = inputs.stream().mapToLong(Asset::bytes).sum();
        Duration life = WAIT.plusSeconds(bytes / SLOWEST);
        return life.compareTo(LONGEST) < 0 ? life : LONGEST;
    }

    private @Nullable InputFile file(Tx tx, @Nullable Asset asset, Duration life) {
        URI url = asset == null ? null : assets.readUrl(tx, asset.studio(), asset.sha256(), life);
        return asset == null || url == null ? null : new InputFile(asset.sha256(), asset.bytes(), url);
    }
}
