package io.viralforge.media;

import io.viralforge.media.Checksums.Sum;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import io.viralforge.platform.storage.ObjectStore;
import io.viralforge.platform.storage.Part;
import io.viralforge.platform.storage.StorageFailure;
import io.viralforge.platform.storage.StorageFailure.Reason;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the object store holds of an upload, and the steps there that lead from parts to a verified file. */
@Singleton
final class Arrivals {
    static final Duration URL_VALID_FOR = Duration.ofHours(1);
    private static final int MOST_MISSING = 1_000;

    private final Sql sql;
    private final ObjectStore store;
    private final StoreGarbage garbage;
    private final Checksums checksums;

    Arrivals(Sql sql, ObjectStore store, StoreGarbage garbage, Checksums checksums) {
        this.sql = sql;
        this.store = store;
        this.garbage = garbage;
        this.checksums = checksums;
    }

    /** What has arrived. */
    sealed interface Arrival {
        /** The studio has the file, from this upload or from elsewhere. */
        record Known() implements Arrival {}

        /** The object has been made of the parts; whether it is what was announced is not known yet. */
        record Whole() implements Arrival {}

        /**
         * Parts, each of the size that it should have.
         *
         * @param storeUpload what they were sent to; null when that has still to be begun
         */
        record Some(@Nullable String storeUpload, List<Part> parts) implements Arrival {}

        /** Nothing is waited for any more. */
        record GivenUp() implements Arrival {}
    }

    Arrival of(Upload upload) {
        return switch (upload.state()) {
            case FINISHED -> new Arrival.Known();
            case CANCELLED -> new Arrival.GivenUp();
            case OPEN ->
                sql.inStudio(upload.studio(), tx -> BlobStore.has(tx, upload.studio(), upload.sha256(), upload.bytes()))
                        ? new Arrival.Known()
                        : inStore(upload);
        };
    }

    private Arrival inStore(Upload upload) {
        String storeUpload = upload.storeUpload();
        if (storeUpload == null) {
            return new Arrival.Some(null, List.of());
        }
        try {
            PartPlan plan = upload.plan();
            return new Arrival.Some(
                    storeUpload,
                    store.parts(upload.file(), storeUpload).stream()
                            .filter(part -> part.number() <= plan.count() && part.bytes() == plan.bytes(part.number()))
                            .toList());
        } catch (StorageFailure e) {
            if (e.reason() != Reason.NO_SUCH_UPLOAD) {
                throw e;
            }
            // Completed; or the store has forgotten the upload, and all begins anew.
            return store.stat(upload.file()) == null ? new Arrival.Some(null, List.of()) : new Arrival.Whole();
        }
    }

    /** Bytes that need not be sent any more. */
    long received(Upload upload) {
        return switch (of(upload)) {
            case Arrival.Known() -> upload.bytes();
            case Arrival.Whole() -> upload.bytes();
            case Arrival.Some(String storeUpload, List<Part> parts) ->
                parts.stream().mapToLong(Part::bytes).sum();
            case Arrival.GivenUp() -> 0;
        };
    }

    /** Parts to be sent, first to last, at most a thousand. Begins the upload in the store when it has not been. */
    List<UploadPart> missing(Upload upload) {
        return switch (of(upload)) {
            case Arrival.Known() -> List.of();
            case Arrival.Whole() -> List.of();
            case Arrival.GivenUp() -> List.of();
            case Arrival.Some(String storeUpload, List<Part> parts) -> {
                String begun = storeUpload == null ? begin(upload) : storeUpload;
                yield begun == null ? List.of() : missing(upload, begun, parts);
            }
        };
    }

    private List<UploadPart> missing(Upload upload, String storeUpload, List<Part> arrived) {
        PartPlan plan = upload.plan();
        Set<Integer> there = arrived.stream().map(Part::number).collect(Collectors.toSet());
        return IntStream.rangeClosed(1, plan.count())
                .filter(number -> !there.contains(number))
                .limit(MOST_MISSING)
                .mapToObj(number -> new UploadPart(
                        number,
                        plan.offset(number),
                        plan.bytes(number),
                        store.signPart(upload.file(), storeUpload, number, plan.bytes(number), URL_VALID_FOR)))
                .toList();
    }

    /** Sends from here what has not arrived. */
    void send(Upload upload, byte[] content) {
        if (of(upload) instanceof Arrival.Some(String storeUpload, List<Part> parts)) {
            String begun = storeUpload == null ? begin(upload) : storeUpload;
            for (int number = 1; begun != null && number <= upload.plan().count(); number++) {
                int from = Math.toIntExact(upload.plan().offset(number));
                int to = Math.toIntExact(from + upload.plan().bytes(number));
                store.put(upload.file(), begun, number, Arrays.copyOfRange(content, from, to));
            }
        }
    }

    /** The store's name for the upload that was just begun, here or by somebody else; null when it is not open. */
    private @Nullable String begin(Upload upload) {
        String mine = store.start(upload.file());
        boolean isTaken = sql.inStudio(upload.studio(), tx -> UploadStore.begin(tx, upload, mine));
        if (isTaken) {
            return mine;
        }
        store.abort(upload.file(), mine);
        Upload now = sql.inStudio(upload.studio(), tx -> UploadStore.find(tx, upload.studio(), upload.id()));
        return now == null || now.state() != UploadState.OPEN ? null : now.storeUpload();
    }

    /** See {@link Uploads#verify}. */
    Outcome<VerifiedUpload> verify(Upload upload) {
        return switch (of(upload)) {
            case Arrival.Known() -> Outcome.done(new VerifiedUpload(upload, false));
            case Arrival.Whole() -> checksums.of(upload, () -> checked(upload));
            case Arrival.GivenUp() -> Uploads.cancelled();
            case Arrival.Some(String storeUpload, List<Part> parts) ->
                storeUpload != null && parts.size() == upload.plan().count() && complete(upload, storeUpload, parts)
                        ? checksums.of(upload, () -> checked(upload))
                        : Uploads.incomplete();
        };
    }

    /** False when a part has been replaced or the upload has gone since they were listed. */
    private boolean complete(Upload upload, String storeUpload, List<Part> parts) {
        try {
            store.complete(upload.file(), storeUpload, parts);
            return true;
        } catch (StorageFailure e) {
            return switch (e.reason()) {
                // Somebody else finishes the same upload.
                case NO_SUCH_UPLOAD -> store.stat(upload.file()) != null;
                case WRONG_PARTS -> false;
                case NO_SUCH_OBJECT, FULL, UNAVAILABLE -> throw e;
            };
        }
    }

    /** Checks an upload whose turn has come, unless that has come to an end meanwhile. */
    Outcome<VerifiedUpload> checked(Upload waited) {
        Upload upload = sql.inStudio(waited.studio(), tx -> UploadStore.find(tx, waited.studio(), waited.id()));
        if (upload == null) {
            return Uploads.noSuchUpload();
        }
        return switch (of(upload)) {
            case Arrival.Known() -> Outcome.done(new VerifiedUpload(upload, false));
            case Arrival.Whole() -> read(upload);
            case Arrival.GivenUp() -> Uploads.cancelled();
            case Arrival.Some some -> Uploads.incomplete();
        };
    }

    private Outcome<VerifiedUpload> read(Upload upload) {
        Sum sum;
        try {
            sum = Checksums.read(store.open(upload.file()));
        } catch (StorageFailure e) {
            if (e.reason() == Reason.NO_SUCH_OBJECT) {
                return Uploads.cancelled();
            }
            throw e;
        }
        if (sum.equals(new Sum(upload.bytes(), upload.sha256()))) {
            return Outcome.done(new VerifiedUpload(upload, true));
        }
        sql.doInStudio(upload.studio(), tx -> giveUp(tx, upload.studio(), upload.id()));
        return Outcome.refused(
                UserErrorCode.CHECKSUM_MISMATCH,
                "What arrived is not the announced file; the upload was cancelled. Start again.",
                "id");
    }

    /** Cancels the upload and has its parts deleted, unless it has ended; how it stands then, null when there is none. */
    @Nullable
    Upload giveUp(Tx tx, UUID studio, UUID id) {
        Upload upload = UploadStore.locked(tx, studio, id);
        if (upload == null || upload.state() != UploadState.OPEN) {
            return upload;
        }
        UploadStore.cancel(tx, upload);
        garbage.add(tx, upload.file(), upload.storeUpload());
        return UploadStore.locked(tx, studio, id);
    }
}
