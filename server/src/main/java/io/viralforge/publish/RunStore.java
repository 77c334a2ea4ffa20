package io.viralforge.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.context.annotation.Value;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.secrets.SecretBox;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table publication, as runs work with it. All times by which replicas take turns are the database's, so that their own
 * clocks may differ. What is written about a run is written while it lasts, or not at all.
 */
@Singleton
final class RunStore {
    private static final String RUN = PublicationStore.COLUMNS
            + ", run, session, opened_at, tries, coalesce(troubled_at <= now() - ? * interval '1 ms', false) AS is_over,"
            + " (SELECT network FROM network_account a WHERE a.studio_id = publication.studio_id AND a.id = account_id) AS network";

    /** Of all replicas together. */
    private static final int MOST_OF_A_STUDIO = 4;

    private static final String CALM = ", tries = 0, troubled_at = NULL, trouble = NULL, blame = NULL, message = NULL";

    private final SecretBox box;
    private final PublicationStore store;

    private final Duration patience;

    /** @param patience how long something may be in the way before it counts as never to go; longer than networks are down */
    RunStore(SecretBox box, PublicationStore store, @Value("${viralforge.publish.patience}") Duration patience) {
        this.box = box;
        this.store = store;
        this.patience = patience;
    }

    /** What a run is about. */
    record Taken(UUID studio, UUID publication) {}

    /**
     * Takes what has been due longest, of a studio that has not many under way already; null: nothing is due. It is read by
     * {@link #prolong} only once it is taken, so that one that cannot be read stops no other.
     */
    @Nullable
    Taken take(Tx tx, UUID run, Duration lease) {
        return tx.row(
                """
                UPDATE publication SET run = ?, run_ends = now() + ? * interval '1 ms'
                WHERE id = (
                    SELECT id FROM publication waiting
                    WHERE due_at <= now() AND (run_ends IS NULL OR run_ends <= now())
                      AND (SELECT count(*) FROM publication other
                           WHERE other.studio_id = waiting.studio_id AND other.run_ends > now()) < ?
                    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING studio_id, id""", row -> new Taken(row.uuid("studio_id"), row.uuid("id")), run, lease.toMillis(), MOST_OF_A_STUDIO);
    }

    /** The publication as it is now, for as long again. */
    Run prolong(Tx tx, UUID studio, UUID publication, UUID run, Duration lease) {
        Run now = tx.row("""
                UPDATE publication SET run_ends = now() + ? * interval '1 ms' WHERE studio_id = ? AND id = ? AND run = ?
                RETURNING\s""" + RUN, this::read, lease.toMillis(), studio, publication, run, patience.toMillis());
        if (now == null) {
            throw new OvertakenException();
        }
        return now;
    }

    Run prolong(Tx tx, Run run, Duration lease) {
        return prolong(tx, run.publication().studio(), run.publication().id(), run.run(), lease);
    }

    /** Whether another publication of the account is that one. */
    static boolean isAnothers(Tx tx, Publication publication, String remoteId) {
        return tx.one(
                "SELECT EXISTS (SELECT 1 FROM publication WHERE studio_id = ? AND account_id = ? AND remote_id = ? AND id <> ?) AS is_others",
                row -> row.flag("is_others"),
                publication.studio(),
                publication.account(),
                remoteId,
                publication.id());
    }

    /** A place for its bytes is open, and nothing has been sent there. */
    void opened(Tx tx, Run run, String session) {
        fenced(
                tx,
                run,
                "session = ?, opened_at = coalesce(opened_at, now()), sent = 0, is_closing = false",
                box.seal(session.getBytes(UTF_8), label(run.publication().id())));
        step(tx, run, PublicationStepKind.OPENED, null);
    }

    /** The place is no more, and the last byte was never sent there. */
    void gone(Tx tx, Run run) {
        fenced(tx, run, "session = NULL, is_closing = false, sent = 0");
        step(tx, run, PublicationStepKind.SESSION_GONE, null);
    }

    /** @param isMore than was there before: only then is whatever was in the way so no more */
    void sent(Tx tx, Run run, long bytes, boolean isMore, Duration lease) {
        fenced(
                tx,
                run,
                "sent = ?, run_ends = now() + ? * interval '1 ms'" + (isMore ? CALM : ""),
                bytes,
                lease.toMillis());
    }

    /** The last byte is about to be sent: from here on the place must not be given up for another. */
    void closing(Tx tx, Run run) {
        fenced(tx, run, "is_closing = true");
        if (!run.isClosing()) {
            step(tx, run, PublicationStepKind.CLOSING, null);
        }
    }

    void begun(Tx tx, Run run) {
        move(tx, run, PublicationAction.BEGIN, PublicationStepKind.BEGUN, null, CALM);
    }

    void arrived(Tx tx, Run run, String remoteId, long bytes) {
        move(
                tx,
                run,
                PublicationAction.ARRIVE,
                PublicationStepKind.ARRIVED,
                remoteId,
                ", remote_id = ?, sent = ?, session = NULL, is_closing = false" + CALM,
                remoteId,
                bytes);
    }

    void appeared(Tx tx, Run run, Standing.Live live) {
        String url = live.url() == null ? null : live.url().toString();
        move(
                tx,
                run,
                PublicationAction.APPEAR,
                PublicationStepKind.APPEARED,
                url,
                ", remote_id = ?, url = ?, live_at = now(), due_at = NULL, run = NULL, run_ends = NULL" + CALM,
                live.remoteId(),
                url);
    }

    void lostSight(Tx tx, Run run, String why) {
        move(
                tx,
                run,
                PublicationAction.LOSE_SIGHT,
                PublicationStepKind.LOST_SIGHT,
                why,
                ", tries = 0, troubled_at = now(), trouble = ?, blame = ?, message = ?",
                TroubleKind.UNCLEAR,
                Blame.NETWORK,
                why);
    }

    void found(Tx tx, Run run, String remoteId) {
        move(
                tx,
                run,
                PublicationAction.FIND,
                PublicationStepKind.FOUND,
                remoteId,
                ", remote_id = ?, session = NULL, is_closing = false" + CALM,
                remoteId);
    }

    void failed(Tx tx, Run run, Trouble trouble) {
        move(
                tx,
                run,
                PublicationAction.FAIL,
                PublicationStepKind.FAILED,
                trouble.message(),
                """
                , session = NULL, is_closing = false, due_at = NULL, run = NULL, run_ends = NULL,
                troubled_at = coalesce(troubled_at, now()), trouble = ?, blame = ?, message = ?""",
                trouble.kind(),
                trouble.blame(),
                trouble.message());
    }

    /**
     * Ends a run without trouble and without news; the time without news counts.
     *
     * @param rest until the next
     */
    void rest(Tx tx, Run run, Duration rest) {
        fenced(tx, run, """
                due_at = now() + ? * interval '1 ms', run = NULL, run_ends = NULL, tries = tries + 1,
                troubled_at = coalesce(troubled_at, now()), trouble = NULL, blame = NULL, message = NULL""", rest.toMillis());
    }

    /**
     * Ends a run in trouble.
     *
     * @param rest until the next; null: until a person acts
     */
    void troubled(Tx tx, Run run, Trouble trouble, @Nullable Duration rest) {
        fenced(tx, run, """
                tries = tries + 1, troubled_at = coalesce(troubled_at, now()), trouble = ?, blame = ?, message = ?,
                due_at = now() + ? * interval '1 ms', run = NULL, run_ends = NULL""", trouble.kind(), trouble.blame(), trouble.message(), rest == null ? null : rest.toMillis());
        Trouble before = run.publication().trouble();
        if (before == null || before.kind() != trouble.kind()) {
            step(tx, run, PublicationStepKind.TROUBLED, trouble.message());
            store.tell(
                    tx,
                    run.publication().studio(),
                    run.publication().id(),
                    run.publication().state());
        }
    }

    private void move(
            Tx tx,
            Run run,
            PublicationAction action,
            PublicationStepKind kind,
            @Nullable String detail,
            String changes,
            @Nullable Object... values) {
        if (!action.from().contains(run.publication().state())) {
            throw new IllegalStateException(
                    action + " of what is " + run.publication().state());
        }
        fenced(tx, run, "state = '" + action.to() + "'" + changes, values);
        step(tx, run, kind, detail);
        store.tell(tx, run.publication().studio(), run.publication().id(), action.to());
    }

    private static void fenced(Tx tx, Run run, String changes, @Nullable Object... values) {
        List<@Nullable Object> parameters = new ArrayList<@Nullable Object>(Arrays.asList(values));
        parameters.add(run.publication().studio());
        parameters.add(run.publication().id());
        parameters.add(run.run());
        int changed = tx.update(
                "UPDATE publication SET " + changes + " WHERE studio_id = ? AND id = ? AND run = ?",
                parameters.toArray());
        if (changed == 0) {
            throw new OvertakenException();
        }
    }

    private void step(Tx tx, Run run, PublicationStepKind kind, @Nullable String detail) {
        store.step(tx, run.publication().studio(), run.publication().id(), kind, detail);
    }

    private Run read(Row row) {
        Publication publication = PublicationStore.read(row);
        byte[] seal = row.bytesOrNull("session");
        // Null too when the master key that it was sealed with is gone: then nothing can be asked of it any more.
        byte[] session = seal == null ? null : box.open(seal, label(publication.id()));
        return new Run(
                publication,
                row.constant("network", PublishNetwork.class),
                row.uuid("run"),
                session == null ? null : new String(session, UTF_8),
                row.instantOrNull("opened_at"),
                row.flag("is_closing"),
                row.number("tries"),
                row.flag("is_over"));
    }

    private static String label(UUID publication) {
        return "session:" + Id.Type.PUBLICATION.of(publication);
    }
}
