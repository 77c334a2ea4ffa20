package io.viralforge.media;

import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
     * Records what a rendered asset has from its sources, which the caller holds. One source about which nobody has said
     * anything leaves the whole unsaid.
     *
     * @return false when it would say the same again, and nothing was recorded
     */
    static boolean inherit(Tx tx, UUID studio, UUID asset, Instant now) {
        List<Rights> rights = new ArrayList<>();
        for (UUID source : AssetStore.sources(tx, studio, asset)) {
            Rights newest = newest(tx, studio, source);
            if (newest == null) {
                return false;
            }
            rights.add(newest);
        }
        Rights inherited = Rights.inherit(rights, now);
        Rights before = newest(tx, studio, asset);
        if (before != null && inherited.saysTheSameAs(before)) {
            return false;
        }
        append(tx, studio, asset, inherited, null);
        return true;
    }

    /**
     * Carries a correction to everything that was rendered from the asset, which the caller has locked. Each is locked
     * before its own renders are looked for, so one that is just being finished either sees the correction or is seen.
     */
    static void inheritBelow(Tx tx, UUID studio, UUID asset, Instant now) {
        Deque<UUID> stale = new ArrayDeque<>(AssetStore.renders(tx, studio, asset));
        while (!stale.isEmpty()) {
            UUID rendered = stale.removeFirst();
            AssetStore.locked(tx, studio, rendered);
            if (inherit(tx, studio, rendered, now)) {
                stale.addAll(AssetStore.renders(tx, studio, rendered));
            }
        }
    }

    private static @Nullable Rights newest(Tx tx, UUID studio, UUID asset) {
        return tx.row(
                "SELECT * FROM rights WHERE studio_id = ? AND asset_id = ? ORDER BY version DESC LIMIT 1",
                RightsLedger::read,
                studio,
                asset);
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

    static Rights read(Row row) {
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
