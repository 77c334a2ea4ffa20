package io.viralforge.media;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.events.Outbox;
import io.viralforge.platform.events.Topic;
import io.viralforge.platform.sql.Tx;
import io.viralforge.platform.storage.Download;
import io.viralforge.platform.storage.ObjectKey;
import io.viralforge.platform.storage.ObjectStore;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Assets as other features see them. Everything happens in the caller's transaction. */
@Singleton
public final class Assets {
    /** Name of the loader of {@link Asset} by its {@link UUID}: those of the actor's studio that are not deleted. */
    public static final String LOADER = "media.asset";

    private final ObjectStore store;
    private final Outbox outbox;
    private final InstantSource clock;

    Assets(ObjectStore store, Outbox outbox, InstantSource clock) {
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Those that exist, deleted ones too: work that began before the deletion may go on. */
    public Map<UUID, Asset> evenDeleted(Tx tx, UUID studio, Collection<UUID> ids) {
        return byId(AssetStore.find(tx, studio, ids));
    }

    /** Those that exist and are not deleted, in whatever state. */
    public Map<UUID, Asset> find(Tx tx, UUID studio, Collection<UUID> ids) {
        return byId(AssetStore.find(tx, studio, ids).stream()
                .filter(asset -> asset.deletedAt() == null)
                .toList());
    }

    /** Those that are READY and not deleted. */
    public Map<UUID, Asset> ready(Tx tx, UUID studio, Collection<UUID> ids) {
        return byId(AssetStore.find(tx, studio, ids).stream()
                .filter(asset -> asset.deletedAt() == null && asset.state() == AssetState.READY)
                .toList());
    }

    /** Those that exist and are not deleted. None is deleted or changed until the transaction ends. */
    public Map<UUID, Asset> held(Tx tx, UUID studio, Collection<UUID> ids) {
        return byId(AssetStore.heldEvenDeleted(tx, studio, ids).stream()
                .filter(asset -> asset.deletedAt() == null)
                .toList());
    }

    /** The newest record of each; one of which nobody has said anything is not there. */
    public Map<UUID, Rights> rights(Tx tx, UUID studio, Collection<UUID> ids) {
        return RightsLedger.newest(tx, studio, ids);
    }

    /**
     * The asset if something may be rendered from it now.
     *
     * @param asset as it is {@link #held}; null when there is none
     * @param rights that hold for it, asked for once it is held; null: nobody has said
     * @param path where its id stands in the arguments
     * @return or NOT_FOUND, ASSET_NOT_READY, RIGHTS_MISSING, RIGHTS_EXPIRED, RIGHTS_FORBID_DERIVATIVES or
     *     RIGHTS_NEED_ATTRIBUTION
     */
    public Outcome<Asset> renderable(@Nullable Asset asset, @Nullable Rights rights, List<String> path) {
        return publishable(asset, rights, path)
                .then(usable -> rights == null || rights.allowsDerivatives()
                        ? Outcome.done(usable)
                        : refused(
                                UserErrorCode.RIGHTS_FORBID_DERIVATIVES,
                                rights.basis() + " allows no adapted versions of this asset.",
                                path));
    }

    /**
     * The asset if it may be shown to others now, as it is.
     *
     * @param asset as it is {@link #held}; null when there is none
     * @param rights that hold for it, asked for once it is held; null: nobody has said
     * @param path where its id stands in the arguments
     * @return or NOT_FOUND, ASSET_NOT_READY, RIGHTS_MISSING, RIGHTS_EXPIRED or RIGHTS_NEED_ATTRIBUTION
     */
    public Outcome<Asset> publishable(@Nullable Asset asset, @Nullable Rights rights, List<String> path) {
        if (asset == null) {
            return refused(UserErrorCode.NOT_FOUND, "No such asset.", path);
        }
        if (asset.state() != AssetState.READY) {
            return refused(
                    UserErrorCode.ASSET_NOT_READY,
                    asset.state() == AssetState.CHECKING
                            ? "The asset is still being checked."
                            : "The asset was refused and cannot be used.",
                    path);
        }
        if (rights == null) {
            return refused(UserErrorCode.RIGHTS_MISSING, "Say first on what basis this asset may be used.", path);
        }
        if (rights.isExpired(clock.instant())) {
            return refused(UserErrorCode.RIGHTS_EXPIRED, "The rights to this asset have expired.", path);
        }
        if (rights.requiresAttribution() && rights.attribution() == null) {
            return refused(
                    UserErrorCode.RIGHTS_NEED_ATTRIBUTION, rights.basis() + " asks for a credit; add it first.", path);
        }
        return Outcome.done(asset);
    }

    /** Whether the asset still waits to be decoded. If so it is neither deleted nor settled until the transaction ends. */
    public boolean isUnchecked(Tx tx, UUID studio, UUID id) {
        Asset asset = AssetStore.held(tx, studio, id);
        return asset != null && asset.state() == AssetState.CHECKING;
    }

    /** Settles what the asset is. Does nothing when that has been settled, or the asset was deleted. */
    public void inspected(Tx tx, UUID studio, UUID id, Finding finding) {
        switch (finding) {
            case Finding.Usable(MediaFacts facts) -> {
                if (AssetStore.ready(tx, studio, id, facts)) {
                    changed(tx, studio, id, AssetState.READY);
                }
            }
            case Finding.Unusable(Refusal refusal) -> {
                if (AssetStore.refused(tx, studio, id, refusal)) {
                    changed(tx, studio, id, AssetState.REFUSED);
                }
            }
        }
    }

    /**
     * Refuses an asset that no worker managed to decode. Does nothing when it has been settled, or was deleted.
     *
     * @param message why, for people
     */
    public void giveUpInspection(Tx tx, UUID studio, UUID id, String message) {
        inspected(tx, studio, id, new Finding.Unusable(new Refusal(RefusalCode.LIMIT_EXCEEDED, message)));
    }

    /**
     * Where to read the file with this content, presigned, ranges allowed; null when the studio does not have it. No
     * network is used. May be relative, see {@link ObjectStore}.
     *
     * @param validFor from now, at most 7 days
     */
    public @Nullable URI readUrl(Tx tx, UUID studio, String sha256, Duration validFor) {
        ObjectKey file = BlobStore.find(tx, studio, sha256);
        return file == null ? null : store.signGet(file, Download.bytes(), validFor);
    }

    /** Makes the asset of an upload that is verified and locked. */
    UUID insert(Tx tx, UUID id, Upload upload, @Nullable MediaFacts facts) {
        Instant now = clock.instant();
        AssetState state;
        if (facts != null) {
            AssetStore.insertReady(tx, id, upload, facts, now);
            state = AssetState.READY;
        } else {
            AssetState known = AssetStore.insertKnown(tx, id, upload, now);
            if (known == null) {
                AssetStore.insertUnchecked(tx, id, upload, now);
            }
            state = known == null ? AssetState.CHECKING : known;
        }
        changed(tx, upload.studio(), id, state);
        return id;
    }

    private void changed(Tx tx, UUID studio, UUID id, AssetState state) {
        outbox.write(tx, studio, Topic.ASSET, id, Map.of("state", state.name()));
    }

    private static Map<UUID, Asset> byId(List<Asset> assets) {
        return assets.stream().collect(Collectors.toMap(Asset::id, Function.identity()));
    }

    private static Outcome<Asset> refused(UserErrorCode code, String message, List<String> path) {
        return Outcome.refused(List.of(new UserError(code, message, path)));
    }
}
