package io.viralforge.media;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import io.viralforge.platform.storage.ObjectKey;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files on their way in. Each step changes the database in one short transaction and the store outside of it, in an
 * order in which whatever is cut off between the two is finished by a repeat or swept up later (docs/adr/0060).
 */
@Singleton
public final class Uploads {
    static final Duration KEPT_OPEN = Duration.ofHours(24);
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Sql sql;
    private final Arrivals arrivals;
    private final Assets assets;
    private final StoreGarbage garbage;
    private final Storage storage;
    private final MediaConfig settings;
    private final Uuid7 ids;
    private final InstantSource clock;

    Uploads(
            Sql sql,
            Arrivals arrivals,
            Assets assets,
            StoreGarbage garbage,
            Storage storage,
            MediaConfig settings,
            Uuid7 ids,
            InstantSource clock) {
        this.sql = sql;
        this.arrivals = arrivals;
        this.assets = assets;
        this.garbage = garbage;
        this.storage = storage;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Begins the upload of a job's result, whether or not the studio has room for it: what was rendered is not lost. People
     * do not see it; left alone it is given up after 24 hours.
     *
     * @param fileName how the asset will be named; made fit for showing
     * @param bytes exact size
     * @param sha256 of the whole file, 64 hexadecimal digits
     * @return its id; or OUT_OF_RANGE, TOO_LARGE or INVALID
     */
    public Outcome<UUID> startOutput(Tx tx, UUID studio, String fileName, long bytes, String sha256) {
        return start(tx, studio, new Announced(fileName, bytes, sha256, false), true, null);
    }

    /** Gives up an upload that nobody needs, unless it has ended: what was sent of it goes. */
    public void giveUp(Tx tx, UUID studio, UUID id) {
        arrivals.giveUp(tx, studio, id);
    }

    /** What is sent. */
    record Announced(String fileName, long bytes, String sha256, boolean isSalvage) {}

    Outcome<UUID> start(Tx tx, UUID studio, Announced file, boolean isOutput, @Nullable String rights) {
        if (file.bytes < 1) {
            return Outcome.refused(UserErrorCode.OUT_OF_RANGE, "bytes must be at least 1.", "input", "bytes");
        }
        if (file.bytes > settings.maxUploadBytes()) {
            return Outcome.refused(
                    UserErrorCode.TOO_LARGE,
                    "At most " + settings.maxUploadBytes() + " bytes can be uploaded.",
                    "input",
                    "bytes");
        }
        String sha256 = file.sha256.toLowerCase(Locale.ROOT);
        if (!SHA256.matcher(sha256).matches()) {
            return Outcome.refused(UserErrorCode.INVALID, "sha256 must be 64 hexadecimal digits.", "input", "sha256");
        }
        // It stays until the upload is there and counted as its user; or the file is seen to be gone.
        boolean isKnown = BlobStore.held(tx, studio, sha256, file.bytes) != null;
        Outcome<Boolean> room =
                isOutput ? Outcome.done(true) : storage.admit(tx, studio, isKnown ? 0 : file.bytes, "input", "bytes");
        return room.map(_ -> insert(tx, studio, file, sha256, isOutput, rights));
    }

    private UUID insert(Tx tx, UUID studio, Announced file, String sha256, boolean isOutput, @Nullable String rights) {
        Instant now = clock.instant();
        UUID id = ids.next();
        Upload upload = new Upload(
                studio,
                id,
                UploadState.OPEN,
                isOutput,
                FileName.shown(file.fileName),
                file.bytes,
                sha256,
                PartPlan.of(file.bytes).partBytes(),
                new ObjectKey(studio, ids.next()),
                null,
                file.isSalvage,
                null,
                now.plus(KEPT_OPEN));
        UploadStore.insert(tx, upload, rights, now);
        return id;
    }

    /** The upload, null when the studio has none of that id. */
    public @Nullable Upload find(UUID studio, UUID id) {
        return sql.inStudio(studio, tx -> UploadStore.find(tx, studio, id));
    }

    /**
     * The parts that have not arrived, first to last, at most 1,000, with fresh URLs; none once it has ended, or when the
     * studio has the file already. Asks the store, so not within a transaction.
     */
    public List<UploadPart> missingParts(Upload upload) {
        return arrivals.missing(upload);
    }

    /**
     * Makes sure that the file is whole and is what was announced, reading all of it; so not within a transaction. When it
     * is something else the upload is cancelled. Safe to repeat.
     *
     * @return proof for {@link #commitOutput}; or NOT_FOUND, WRONG_STATE, UPLOAD_INCOMPLETE or CHECKSUM_MISMATCH
     */
    public Outcome<VerifiedUpload> verify(UUID studio, UUID id) {
        Upload upload = find(studio, id);
        return upload == null ? noSuchUpload() : arrivals.verify(upload);
    }

    /**
     * Makes a READY asset of a job's verified result. It inherits the rights of its sources. Safe to repeat: the same
     * upload gives the same asset.
     *
     * @param facts what a worker found by decoding it
     * @param sources what it was rendered from; deleted ones too
     * @return or WRONG_STATE when the upload was given up meanwhile
     */
    public Outcome<Asset> commitOutput(Tx tx, VerifiedUpload verified, MediaFacts facts, Collection<UUID> sources) {
        return settled(tx, verified, upload -> {
            UUID id = assets.insert(tx, ids.next(), upload, facts);
            AssetStore.heldEvenDeleted(tx, upload.studio(), sources);
            sources.forEach(source -> AssetStore.addSource(tx, upload.studio(), id, source));
            if (!sources.isEmpty()) {
                RightsLedger.inherit(tx, upload.studio(), List.of(id), clock.instant());
            }
            return id;
        });
    }

    /**
     * Makes an asset of what this server made for a person: the studio's own. A worker has still to decode it. Asks the
     * store, so not within a transaction; what is cut off half-way is swept up later. As what was rendered it is kept also
     * where there is no room: who makes it asks {@link Storage#notFull} before.
     *
     * @param proof what the record of its rights says of how it came to be
     * @return or TOO_LARGE
     */
    public Outcome<Asset> keep(UUID studio, UUID person, String fileName, byte[] content, String proof) {
        RightsClaim own = new RightsClaim(RightsBasis.OWNED, null, null, null, proof, null);
        var announced = new Announced(
                fileName,
                content.length,
                Checksums.read(new ByteArrayInputStream(content)).sha256(),
                false);
        return sql.inStudio(studio, tx -> start(tx, studio, announced, true, new PendingRights(own, person).toJson()))
                .then(id -> {
                    arrivals.send(Objects.requireNonNull(find(studio, id)), content);
                    return verify(studio, id);
                })
                .then(verified -> sql.inStudio(studio, tx -> commitOwn(tx, verified)));
    }

    /** Makes an asset of a person's verified upload. */
    Outcome<Asset> commitOwn(Tx tx, VerifiedUpload verified) {
        return settled(tx, verified, upload -> {
            UUID id = assets.insert(tx, ids.next(), upload, null);
            String said = UploadStore.rights(tx, upload);
            if (said != null) {
                PendingRights rights = PendingRights.parse(said);
                RightsLedger.record(tx, upload.studio(), id, rights.claim(), rights.person(), clock.instant());
            }
            return id;
        });
    }

    private Outcome<Asset> settled(Tx tx, VerifiedUpload verified, Function<Upload, UUID> birth) {
        UUID studio = verified.upload().studio();
        Upload upload = UploadStore.locked(tx, studio, verified.upload().id());
        if (upload == null) {
            return noSuchUpload();
        }
        return switch (upload.state()) {
            case FINISHED -> asset(tx, studio, upload.asset());
            case CANCELLED -> cancelled();
            case OPEN -> {
                if (!take(tx, upload, verified.isStored())) {
                    yield incomplete();
                }
                UUID asset = birth.apply(upload);
                UploadStore.finish(tx, upload, asset);
                yield asset(tx, studio, asset);
            }
        };
    }

    /** Lets the file count from now on. What turns out to be a second copy, or a part of one, goes. */
    private boolean take(Tx tx, Upload upload, boolean isStored) {
        ObjectKey file = isStored
                ? BlobStore.add(tx, upload, clock.instant())
                : BlobStore.held(tx, upload.studio(), upload.sha256(), upload.bytes());
        if (file == null) {
            return false;
        }
        if (!file.equals(upload.file()) && upload.storeUpload() != null) {
            garbage.add(tx, upload.file(), upload.storeUpload());
        }
        return true;
    }

    private static Outcome<Asset> asset(Tx tx, UUID studio, @Nullable UUID id) {
        Asset asset = id == null ? null : AssetStore.live(tx, studio, id);
        return asset == null
                ? Outcome.refused(UserErrorCode.NOT_FOUND, "What came of the upload has been deleted.", "id")
                : Outcome.done(asset);
    }

    static <T> Outcome<T> noSuchUpload() {
        return Outcome.refused(UserErrorCode.NOT_FOUND, "No such upload.", "id");
    }

    static <T> Outcome<T> cancelled() {
        return Outcome.refused(UserErrorCode.WRONG_STATE, "The upload was given up.", "id");
    }

    static <T> Outcome<T> incomplete() {
        return Outcome.refused(UserErrorCode.UPLOAD_INCOMPLETE, "Parts of the file are still missing.", "id");
    }
}
