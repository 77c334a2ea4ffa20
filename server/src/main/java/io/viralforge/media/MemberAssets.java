package io.viralforge.media;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.storage.Download;
import io.viralforge.platform.storage.ObjectKey;
import io.viralforge.platform.storage.ObjectStore;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people see of assets and do with them. */
@Singleton
final class MemberAssets {
    private static final List<String> INPUT = List.of("input");
    private static final Duration SHORTEST_URL = Duration.ofSeconds(10);
    private static final Duration LONGEST_URL = Duration.ofHours(24);

    private final Sql sql;
    private final Assets assets;
    private final ObjectStore store;
    private final StoreGarbage garbage;
    private final List<AssetUse> uses;
    private final InstantSource clock;

    MemberAssets(
            Sql sql, Assets assets, ObjectStore store, StoreGarbage garbage, List<AssetUse> uses, InstantSource clock) {
        this.sql = sql;
        this.assets = assets;
        this.store = store;
        this.garbage = garbage;
        this.uses = uses;
        this.clock = clock;
    }

    Map<UUID, Asset> find(UUID studio, Collection<UUID> ids) {
        return sql.inStudio(studio, tx -> assets.find(tx, studio, ids));
    }

    /** The studio's assets, newest first. */
    Connection<Asset> list(UUID studio, Page page, Collection<MediaKind> kinds, Collection<AssetState> states) {
        UUID before = page.afterId();
        List<Asset> rows = sql.inStudio(studio, tx -> AssetStore.page(tx, studio, before, kinds, states, page.limit()));
        return Connection.of(page, rows, asset -> asset.id().toString());
    }

    Map<UUID, Rights> rights(UUID studio, Collection<UUID> ids) {
        return sql.inStudio(studio, tx -> RightsLedger.newest(tx, studio, ids));
    }

    /** What each was rendered from, without what has been deleted since. */
    Map<UUID, List<Asset>> sources(UUID studio, Collection<UUID> rendered) {
        return sql.inStudio(studio, tx -> {
            Map<UUID, List<UUID>> ids = AssetStore.sources(tx, studio, rendered);
            Map<UUID, Asset> found = assets.find(
                    tx,
                    studio,
                    ids.values().stream().flatMap(List::stream).distinct().toList());
            Map<UUID, List<Asset>> sources = new HashMap<>();
            rendered.forEach(asset -> sources.put(
                    asset,
                    ids.getOrDefault(asset, List.of()).stream()
                            .filter(found::containsKey)
                            .map(found::get)
                            .toList()));
            return sources;
        });
    }

    /** Where to download the asset; null unless it is READY. */
    @Nullable
    URI downloadUrl(Asset asset, Duration expiresIn) {
        if (expiresIn.compareTo(SHORTEST_URL) < 0 || expiresIn.compareTo(LONGEST_URL) > 0) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "expiresIn must be PT10S to PT24H.");
        }
        ObjectKey file = asset.file();
        return file == null || asset.state() != AssetState.READY
                ? null
                : store.signGet(file, new Download(asset.fileName(), asset.contentType()), expiresIn);
    }

    /** Records rights anew, and for all that was rendered from it, soon if that is much. */
    Outcome<Asset> updateRights(Actor.Member member, @Nullable UUID id, RightsClaim claim) {
        Instant now = clock.instant();
        List<UserError> problems = claim.problems(now, INPUT);
        if (!problems.isEmpty()) {
            return Outcome.refused(problems);
        }
        UUID studio = member.studio();
        return sql.inStudio(studio, tx -> {
            Asset asset = id == null ? null : AssetStore.locked(tx, studio, id);
            if (asset == null || asset.deletedAt() != null) {
                return noSuchAsset();
            }
            if (!AssetStore.sources(tx, studio, asset.id()).isEmpty()) {
                return Outcome.refused(
                        UserErrorCode.WRONG_STATE,
                        "A rendered asset has the rights of what it was rendered from; change them there.",
                        "id");
            }
            RightsLedger.record(tx, studio, asset.id(), claim, member.id(), now);
            Corrections.begin(tx, studio, asset.id(), now);
            Asset changed = AssetStore.live(tx, studio, asset.id());
            return changed == null ? noSuchAsset() : Outcome.done(changed);
        });
    }

    /** Deletes the asset, and its file when nothing else is that file. One that is deleted already stays so. */
    Outcome<UUID> delete(UUID studio, @Nullable UUID id) {
        return sql.inStudio(studio, tx -> {
            Asset asset = id == null ? null : AssetStore.locked(tx, studio, id);
            if (asset == null) {
                return noSuchAsset();
            }
            if (asset.deletedAt() == null) {
                AssetStore.delete(tx, studio, asset.id(), clock.instant());
                ObjectKey loose = BlobStore.removeLoose(tx, studio, asset.sha256(), uses);
                if (loose != null) {
                    garbage.add(tx, loose, null);
                }
            }
            return Outcome.done(asset.id());
        });
    }

    private static <T> Outcome<T> noSuchAsset() {
        return Outcome.refused(UserErrorCode.NOT_FOUND, "No such asset.", "id");
    }
}
