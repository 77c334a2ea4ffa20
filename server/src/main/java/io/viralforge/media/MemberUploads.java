package io.viralforge.media;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.sql.Idempotency;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Uploads as people make them. Those of workers do not exist here. */
@Singleton
final class MemberUploads {
    private static final List<String> RIGHTS_PATH = List.of("input", "rights");

    private final Sql sql;
    private final Uploads uploads;
    private final Arrivals arrivals;
    private final Idempotency idempotency;
    private final InstantSource clock;

    MemberUploads(Sql sql, Uploads uploads, Arrivals arrivals, Idempotency idempotency, InstantSource clock) {
        this.sql = sql;
        this.uploads = uploads;
        this.arrivals = arrivals;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /** Those of the studio's people, by id. */
    Map<UUID, Upload> find(UUID studio, Collection<UUID> ids) {
        Map<UUID, Upload> found = new HashMap<>();
        sql.inStudio(studio, tx -> UploadStore.find(tx, studio, ids)).stream()
                .filter(upload -> !upload.isOutput())
                .forEach(upload -> found.put(upload.id(), upload));
        return found;
    }

    Outcome<Upload> start(Idempotency.Request request, Uploads.Announced file, @Nullable RightsClaim rights) {
        return sql.inStudio(
                request.studio(),
                tx -> idempotency
                        .once(tx, request, () -> start(tx, request, file, rights))
                        .then(id -> required(UploadStore.find(tx, request.studio(), id))));
    }

    private Outcome<UUID> start(
            Tx tx, Idempotency.Request request, Uploads.Announced file, @Nullable RightsClaim rights) {
        if (file.fileName().codePointCount(0, file.fileName().length()) > FileName.LONGEST) {
            return Outcome.refused(
                    UserErrorCode.OUT_OF_RANGE,
                    "A file name has at most " + FileName.LONGEST + " characters.",
                    "input",
                    "fileName");
        }
        List<UserError> problems = rights == null ? List.of() : rights.problems(clock.instant(), RIGHTS_PATH);
        if (!problems.isEmpty()) {
            return Outcome.refused(problems);
        }
        String said = rights == null ? null : new PendingRights(rights, request.actor()).toJson();
        return uploads.start(tx, request.studio(), file, false, said);
    }

    Outcome<Asset> finish(UUID studio, @Nullable UUID id) {
        return own(studio, id)
                .then(upload -> uploads.verify(studio, upload.id()))
                .then(verified -> sql.inStudio(studio, tx -> uploads.commitOwn(tx, verified)));
    }

    Outcome<Upload> cancel(UUID studio, @Nullable UUID id) {
        return own(studio, id)
                .then(upload -> sql.inStudio(studio, tx -> {
                    Upload now = arrivals.giveUp(tx, studio, upload.id());
                    if (now == null) {
                        return Uploads.noSuchUpload();
                    }
                    return now.state() == UploadState.FINISHED
                            ? Outcome.refused(
                                    UserErrorCode.WRONG_STATE,
                                    "The upload is finished; delete its asset instead.",
                                    "id")
                            : Outcome.done(now);
                }));
    }

    private Outcome<Upload> own(UUID studio, @Nullable UUID id) {
        return id == null
                ? Uploads.noSuchUpload()
                : required(find(studio, List.of(id)).get(id));
    }

    private static Outcome<Upload> required(@Nullable Upload found) {
        return found == null ? Uploads.noSuchUpload() : Outcome.done(found);
    }
}
