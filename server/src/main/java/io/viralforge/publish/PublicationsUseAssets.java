package io.viralforge.publish;

import io.viralforge.media.AssetUse;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.UUID;

/** A clip that is to be published stays until it has arrived, also when it is deleted meanwhile. */
@Singleton
final class PublicationsUseAssets implements AssetUse {
    @Override
    public boolean isNeeded(Tx tx, UUID studio, UUID asset) {
        return tx.one("""
                SELECT EXISTS (
                    SELECT 1 FROM publication WHERE studio_id = ? AND asset_id = ?
                      AND state IN ('SCHEDULED', 'UPLOADING', 'PROCESSING', 'UNCONFIRMED')) AS is_needed""", row -> row.flag("is_needed"), studio, asset);
    }
}
