package io.viralforge.jobs;

import io.viralforge.media.AssetUse;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.UUID;

/** A file that a job still has to read stays, also when its asset is deleted meanwhile. */
@Singleton
final class JobsUseAssets implements AssetUse {
    @Override
    public boolean isNeeded(Tx tx, UUID studio, UUID asset) {
        return tx.one("""
                SELECT EXISTS (
                    SELECT 1 FROM job_input JOIN job ON job.studio_id = job_input.studio_id AND job.id = job_id
                    WHERE job_input.studio_id = ? AND asset_id = ? AND state IN ('QUEUED', 'RUNNING')) AS is_needed""", row -> row.flag("is_needed"), studio, asset);
    }
}
