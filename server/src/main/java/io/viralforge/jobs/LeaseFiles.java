package io.viralforge.jobs;

import io.viralforge.media.Asset;
import io.viralforge.media.Assets;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gives a leased job what its worker needs to read. */
@Singleton
final class LeaseFiles {
    /** Longer than any download takes; a worker that needs longer leases again. */
    private static final Duration URL_LIFE = Duration.ofHours(1);

    private final Sql sql;
    private final Assets assets;

    LeaseFiles(Sql sql, Assets assets) {
        this.sql = sql;
        this.assets = assets;
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
            boolean isSalvage) {}

    JobLease with(LeasedJob job) {
        return sql.inStudio(job.studio(), tx -> {
            List<UUID> ids = tx.rows(
                    "SELECT asset_id FROM job_input WHERE studio_id = ? AND job_id = ? ORDER BY position",
                    row -> row.uuid("asset_id"),
                    job.studio(),
                    job.job());
            Map<UUID, Asset> inputs = assets.evenDeleted(tx, job.studio(), ids);
            return new JobLease(
                    job.job(),
                    job.attempt(),
                    job.fencingToken(),
                    job.kind(),
                    job.expiresAt(),
                    ids.stream()
                            .map(inputs::get)
                            .map(asset -> file(tx, Objects.requireNonNull(asset)))
                            .toList(),
                    job.recipe(),
                    inputs.values().stream().anyMatch(Asset::isSalvage));
        });
    }

    private InputFile file(Tx tx, Asset asset) {
        URI url = assets.readUrl(tx, asset.studio(), asset.sha256(), URL_LIFE);
        // Files of open jobs are kept, see JobsUseAssets.
        return new InputFile(asset.sha256(), asset.bytes(), Objects.requireNonNull(url));
    }
}
