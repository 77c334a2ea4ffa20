package io.viralforge.jobs;

import io.viralforge.media.Assets;
import io.viralforge.platform.sql.Tx;
import io.viralforge.recipe.Canvas;
import io.viralforge.recipe.Recipe;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/**
 * What a token that is not trusted may have of an installation: so many leases, for so long, with results so large. Its
 * workers are as many as it likes to call itself, and all that they say may be made up.
 */
@Singleton
final class Strangers {
    /** Of one token at a time. */
    static final int MOST_LEASES = 8;

    /** In which any job is done; one of a long clip in so many times its length. */
    static final Duration TIME = Duration.ofMinutes(10);

    private static final int TIMES_THE_CLIP = 20;

    /** What is shown in place of a stranger's own words. */
    private static final String FAILED = "A worker that is not trusted could not do it.";

    /** Noise takes half of it in a video. */
    private static final int BITS_A_PIXEL = 2;

    private static final int POSTER_BYTES_A_PIXEL = 4;
    private static final long SOUND_BYTES_A_SECOND = 64 << 10;

    private final Assets assets;

    Strangers(Assets assets) {
        this.assets = assets;
    }

    /** How many jobs the token's workers may lease besides those they have; until the transaction ends nobody else asks. */
    static int leasesLeft(Tx tx, UUID token) {
        tx.row(
                "SELECT pg_advisory_xact_lock(hashtextextended(?, 0)) IS NULL AS locked",
                row -> true,
                "leases " + token);
        int leases = tx.one("""
                SELECT count(*)::int AS leases FROM attempt JOIN worker ON worker.id = worker_id
                WHERE token_id = ? AND ended_at IS NULL""", row -> row.number("leases"), token);
        return Math.max(0, MOST_LEASES - leases);
    }

    /** A worker's failure as it may be shown. */
    static Failure told(LeasedJob job, Failure failure) {
        return job.isTrusted() ? failure : new Failure(failure.code(), FAILED);
    }

    /** For how long an attempt of the job may go on. */
    Duration time(Tx tx, LeasedJob job) {
        Recipe recipe = job.recipe() == null ? null : Recipe.parseOrNull(job.recipe());
        Duration length = recipe == null ? JobStore.clip(tx, assets, job).duration() : length(tx, job, recipe);
        Duration ofLength = length == null ? TIME : length.multipliedBy(TIMES_THE_CLIP);
        return ofLength.compareTo(TIME) > 0 ? ofLength : TIME;
    }

    private Duration length(Tx tx, LeasedJob job, Recipe recipe) {
        return Objects.requireNonNullElseGet(
                recipe.length(),
                () -> Objects.requireNonNull(JobStore.clip(tx, assets, job).duration()));
    }

    /** How large a render's result may be: more than any encode of such a recipe. */
    long bytes(Tx tx, LeasedJob job, Settlement.Role role) {
        Recipe recipe = Recipe.parse(Objects.requireNonNull(job.recipe()));
        Canvas canvas = recipe.canvas();
        long pixels = (long) canvas.width() * canvas.height();
        Duration length = length(tx, job, recipe);
        return switch (role) {
            case POSTER -> pixels * POSTER_BYTES_A_PIXEL;
            case VIDEO ->
                (length.toSeconds() + 1)
                        * (pixels * canvas.frameRate() * BITS_A_PIXEL / Byte.SIZE + SOUND_BYTES_A_SECOND);
        };
    }
}
