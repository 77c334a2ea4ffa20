package io.viralforge.media;

import io.viralforge.platform.sql.Tx;
import java.util.UUID;

/**
 * A feature that works with the files of assets. Each such feature has a bean of this type; a file is deleted only when
 * none of them needs it. This way around, media knows nothing of who uses it.
 */
public interface AssetUse {
    /** Whether work that has begun, or waits to, still reads the asset's file though the asset has been deleted. */
    boolean isNeeded(Tx tx, UUID studio, UUID asset);
}
