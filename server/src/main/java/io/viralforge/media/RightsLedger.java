package io.viralforge.media;

import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table rights: appended to, never changed. An asset's entry of the highest version counts. */
final class RightsLedger {
    private RightsLedger() {}

    /** Records what a person says. The caller has the asset locked, or has just made it. */
    static void record(Tx tx, UUID studio, UUID asset, RightsClaim claim, @Nullable UUID person, Instant now) {
        Rights rights = new Rights(
                claim.basis(),
                claim.holder(),
                claim.attribution(),
                claim.licenseUrl(),
                claim.proof(),
                claim.expiresAt(),
                false,
                now);
        append(tx, studio, asset, rights, person);
    }

    /**
     * Records what rendered assets have from their sources, which the caller holds. One source about which nobody has
     * said anything leaves the whole unsaid.
     *
     * @return those of which it did not say the same already
     */
    static List<UUID> inherit(Tx tx, UUID studio, Collection<UUID> rendered, Instant now) {
        Map<UUID, List<UUID>> sources = AssetStore.sources(tx, studio, rendered);
        Set<UUID> all = new HashSet<>(rendered);
        sources.values().forEach(all::addAll);
        Map<UUID, Rights> newest = newest(tx, studio, all);
        List<UUID> changed = new ArrayList<>();
        sources.forEach((asset, from) -> {
            List<Rights> said =
                    from.stream().map(newest::get).filter(Objects::nonNull).toList();
            if (said.size() < from.size()) {
                return;
            }
            Rights inherited = Rights.inherit(said, now);
            Rights before = newest.get(asset);
            if (before == null || !inherited.saysTheSameAs(before)) {
                append(tx, studio, asset, inherited, null);
                changed.add(asset);
            }
        });
        return changed;
    }

    /** The entry that counts of each asset that has any. */
    static Map<UUID, Rights> newest(Tx tx, UUID studio, Collection<UUID> assets) {
        Map<UUID, Rights> newest = new HashMap<>();
        tx.rows("""
                SELECT DISTINCT ON (asset_id) * FROM rights WHERE studio_id = ? AND asset_id = ANY (?)
                ORDER BY asset_id, version DESC""", row -> Map.entry(row.uuid("asset_id"), read(row)), studio, assets)
                .forEach(entry -> newest.put(entry.getKey(), entry.getValue()));
        return newest;
    }

    private static void append(Tx tx, UUID studio, UUID asset, Rights rights, @Nullable UUID person) {
        tx.update(
                """
                INSERT INTO rights (studio_id, asset_id, version, basis, holder, attribution, license_url, proof,
                    expires_at, is_inherited, recorded_at, recorded_by)
                SELECT ?, ?, coalesce(max(version), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?
                FROM rights WHERE studio_id = ? AND asset_id = ?""",
                studio,
                asset,
                rights.basis(),
                rights.holder(),
                rights.attribution(),
                rights.licenseUrl() == null ? null : rights.licenseUrl().toString(),
                rights.proof(),
                rights.expiresAt(),
                rights.isInherited(),
                rights.recordedAt(),
                person,
                studio,
                asset);
    }

    private static Rights read(Row row) {
        String licenseUrl = row.textOrNull("license_url");
        return new Rights(
                row.constant("basis", RightsBasis.class),
                row.textOrNull("holder"),
                row.textOrNull("attribution"),
                licenseUrl == null ? null : URI.create(licenseUrl),
                row.textOrNull("proof"),
                row.instantOrNull("expires_at"),
                row.flag("is_inherited"),
                row.instant("recorded_at"));
    }
}
