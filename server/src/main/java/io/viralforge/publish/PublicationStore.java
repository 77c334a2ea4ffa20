package io.viralforge.publish;

import io.viralforge.platform.events.Outbox;
import io.viralforge.platform.events.Topic;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import io.viralforge.publish.Publication.Approval;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables publication and publication_step, as people work with them; {@link RunStore} has what runs write.
 */
@Singleton
final class PublicationStore {
    static final String COLUMNS = """
            studio_id, id, account_id, asset_id, state, title, description, tags, privacy, is_ai_made, is_altered,
            is_sponsored, is_own_promotion, is_for_kids, scheduled_at, digest, approved_digest, approved_by, approved_at,
            troubled_at, trouble, blame, message, sent, is_closing, attempt, remote_id, url, created_at, live_at""";

    private final Outbox outbox;
    private final Uuid7 ids;

    PublicationStore(Outbox outbox, Uuid7 ids) {
        this.outbox = outbox;
        this.ids = ids;
    }

    /**
     * Which ones are wanted.
     *
     * @param states null: in any
     * @param account null: on any
     * @param from scheduled then or later; null: whenever
     * @param to scheduled earlier; null: whenever
     */
    record Filter(
            @Nullable List<PublicationState> states,
            @Nullable UUID account,
            @Nullable Instant from,
            @Nullable Instant to) {}

    static List<Publication> page(Tx tx, UUID studio, Filter filter, Page page) {
        return tx.rows(
                "SELECT " + COLUMNS + """
                 FROM publication
                WHERE studio_id = ? AND (?::uuid IS NULL OR id < ?) AND (? OR state = ANY (?::text[]))
                  AND (?::uuid IS NULL OR account_id = ?) AND (?::timestamptz IS NULL OR scheduled_at >= ?)
                  AND (?::timestamptz IS NULL OR scheduled_at < ?)
                ORDER BY id DESC LIMIT ?""",
                PublicationStore::read,
                studio,
                page.afterId(),
                page.afterId(),
                filter.states == null,
                filter.states == null ? List.of() : filter.states,
                filter.account,
                filter.account,
                filter.from,
                filter.from,
                filter.to,
                filter.to,
                page.limit());
    }

    static Map<UUID, Publication> find(Tx tx, UUID studio, Collection<UUID> ids) {
        return tx
                .rows(
                        "SELECT " + COLUMNS + " FROM publication WHERE studio_id = ? AND id = ANY (?)",
                        PublicationStore::read,
                        studio,
                        ids)
                .stream()
                .collect(Collectors.toMap(Publication::id, Function.identity()));
    }

    /** How many have not gone out. */
    static int waiting(Tx tx, UUID studio) {
        return tx.one(
                "SELECT count(*)::int AS n FROM publication WHERE studio_id = ? AND state NOT IN ('LIVE', 'REMOVED')",
                row -> row.number("n"),
                studio);
    }

    static Map<UUID, List<PublicationStep>> steps(Tx tx, UUID studio, Collection<UUID> publications) {
        Map<UUID, List<PublicationStep>> steps = new HashMap<>();
        publications.forEach(publication -> steps.put(publication, new ArrayList<>()));
        tx.rows(
                        """
                        SELECT * FROM (
                            SELECT publication_id, id, at, step, detail,
                                row_number() OVER (PARTITION BY publication_id ORDER BY id DESC) AS back
                            FROM publication_step WHERE studio_id = ? AND publication_id = ANY (?)) newest
                        WHERE back <= 100 ORDER BY publication_id, id""",
                        row -> Map.entry(
                                row.uuid("publication_id"),
                                new PublicationStep(
                                        row.uuid("id"),
                                        row.instant("at"),
                                        row.constant("step", PublicationStepKind.class),
                                        row.textOrNull("detail"))),
                        studio,
                        publications)
                .forEach(step -> steps.computeIfAbsent(step.getKey(), _ -> new ArrayList<>())
                        .add(step.getValue()));
        return steps;
    }

    /** Held for the rest of the transaction; null: the studio has no such publication. */
    static @Nullable Publication hold(Tx tx, UUID studio, UUID id) {
        return tx.row(
                "SELECT " + COLUMNS + " FROM publication WHERE studio_id = ? AND id = ? FOR UPDATE",
                PublicationStore::read,
                studio,
                id);
    }

    void insert(Tx tx, UUID studio, UUID id, UUID account, UUID asset, PublicationContent content, Instant now) {
        tx.update(
                """
                INSERT INTO publication (studio_id, id, account_id, asset_id, state, title, description, tags, privacy,
                    is_ai_made, is_altered, is_sponsored, is_own_promotion, is_for_kids, digest, created_at)
                VALUES (?, ?, ?, ?, 'DRAFT', ?, ?, ?::text[], ?, ?, ?, ?, ?, ?, ?, ?)""",
                studio,
                id,
                account,
                asset,
                content.title(),
                content.description(),
                content.tags(),
                content.privacy(),
                content.disclosure().isAiMade(),
                content.disclosure().isAltered(),
                content.disclosure().isSponsored(),
                content.disclosure().isOwnPromotion(),
                content.disclosure().isForKids(),
                content.digest(account, asset),
                now);
        step(tx, studio, id, PublicationStepKind.CREATED, null);
        tell(tx, studio, id, PublicationState.DRAFT);
    }

    void revise(Tx tx, Publication held, PublicationContent content) {
        tx.update(
                """
                UPDATE publication SET title = ?, description = ?, tags = ?::text[], privacy = ?, is_ai_made = ?,
                    is_altered = ?, is_sponsored = ?, is_own_promotion = ?, is_for_kids = ?, digest = ?,
                    approved_digest = NULL, approved_by = NULL, approved_at = NULL, due_at = NULL, session = NULL, sent = 0
                WHERE studio_id = ? AND id = ?""",
                content.title(),
                content.description(),
                content.tags(),
                content.privacy(),
                content.disclosure().isAiMade(),
                content.disclosure().isAltered(),
                content.disclosure().isSponsored(),
                content.disclosure().isOwnPromotion(),
                content.disclosure().isForKids(),
                content.digest(held.account(), held.asset()),
                held.studio(),
                held.id());
        act(tx, held, PublicationAction.REVISE, PublicationStepKind.REVISED, null);
    }

    void schedule(Tx tx, Publication held, PublicationAction action, Instant at) {
        tx.update(
                "UPDATE publication SET scheduled_at = ?, due_at = CASE WHEN ? THEN greatest(?::timestamptz, now()) END WHERE studio_id = ? AND id = ?",
                at,
                action == PublicationAction.RESCHEDULE,
                at,
                held.studio(),
                held.id());
        act(tx, held, action, PublicationStepKind.SCHEDULED, at.toString());
    }

    void approve(Tx tx, Publication held, UUID person, Instant now) {
        tx.update("""
                UPDATE publication SET approved_digest = digest, approved_by = ?, approved_at = ?,
                    due_at = greatest(scheduled_at, now())
                WHERE studio_id = ? AND id = ?""", person, now, held.studio(), held.id());
        act(tx, held, PublicationAction.APPROVE, PublicationStepKind.APPROVED, null);
    }

    /** Lets it go out, from the beginning: nothing of it is anywhere. */
    void again(Tx tx, Publication held, PublicationAction action, PublicationStepKind kind) {
        tx.update("""
                UPDATE publication SET session = NULL, is_closing = false, sent = 0, remote_id = NULL, url = NULL, due_at = now(),
                    opened_at = NULL, attempt = attempt + 1
                WHERE studio_id = ? AND id = ?""", held.studio(), held.id());
        act(tx, held, action, kind, null);
    }

    /** A person says where it is. */
    void found(Tx tx, Publication held, String remoteId) {
        tx.update(
                "UPDATE publication SET remote_id = ?, session = NULL, is_closing = false, due_at = now() WHERE studio_id = ? AND id = ?",
                remoteId,
                held.studio(),
                held.id());
        act(tx, held, PublicationAction.FIND, PublicationStepKind.FOUND, remoteId);
    }

    void removed(Tx tx, Publication held) {
        act(tx, held, PublicationAction.REMOVE, PublicationStepKind.REMOVED, null);
    }

    static void delete(Tx tx, Publication held) {
        tx.update("DELETE FROM publication WHERE studio_id = ? AND id = ?", held.studio(), held.id());
    }

    /** What waited for the account to be connected anew goes on. */
    void resume(Tx tx, UUID studio, UUID account) {
        tx.update(
                "UPDATE publication SET due_at = now(), tries = 0, troubled_at = NULL, trouble = NULL, blame = NULL, message = NULL WHERE studio_id = ? AND account_id = ? AND trouble = ? AND due_at IS NULL",
                studio,
                account,
                TroubleKind.ACCOUNT_LAPSED);
    }

    /** Moves what the transaction holds. Whatever was in its way is so no more, and no run goes on. */
    private void act(
            Tx tx, Publication held, PublicationAction action, PublicationStepKind kind, @Nullable String detail) {
        int moved = tx.update("""
                UPDATE publication SET state = ?, tries = 0, troubled_at = NULL, trouble = NULL, blame = NULL, message = NULL,
                    run = NULL, run_ends = NULL
                WHERE studio_id = ? AND id = ? AND state = ANY (?)""", action.to(), held.studio(), held.id(), action.from());
        if (moved == 0) {
            throw new IllegalStateException(action + " of what is " + held.state());
        }
        step(tx, held.studio(), held.id(), kind, detail);
        tell(tx, held.studio(), held.id(), action.to());
    }

    void step(Tx tx, UUID studio, UUID id, PublicationStepKind kind, @Nullable String detail) {
        tx.update(
                "INSERT INTO publication_step (studio_id, publication_id, id, step, detail) VALUES (?, ?, ?, ?, ?)",
                studio,
                id,
                ids.next(),
                kind,
                detail);
    }

    void tell(Tx tx, UUID studio, UUID id, PublicationState state) {
        outbox.write(tx, studio, Topic.PUBLICATION, id, Map.of("state", state));
    }

    static Publication read(Row row) {
        String digest = row.text("digest");
        UUID approvedBy = row.uuidOrNull("approved_by");
        String url = row.textOrNull("url");
        TroubleKind trouble = row.constantOrNull("trouble", TroubleKind.class);
        return new Publication(
                row.uuid("studio_id"),
                row.uuid("id"),
                row.uuid("account_id"),
                row.uuid("asset_id"),
                row.constant("state", PublicationState.class),
                new PublicationContent(
                        row.text("title"),
                        row.text("description"),
                        row.texts("tags"),
                        row.constantOrNull("privacy", PublicationPrivacy.class),
                        new Disclosure(
                                row.flag("is_ai_made"),
                                row.flag("is_altered"),
                                row.flag("is_sponsored"),
                                row.flag("is_own_promotion"),
                                row.flagOrNull("is_for_kids"))),
                row.instantOrNull("scheduled_at"),
                digest,
                approvedBy != null && digest.equals(row.textOrNull("approved_digest"))
                        ? new Approval(approvedBy, row.instant("approved_at"))
                        : null,
                trouble == null ? null : new Trouble(trouble, row.constant("blame", Blame.class), row.text("message")),
                row.instantOrNull("troubled_at"),
                row.big("sent"),
                row.flag("is_closing"),
                row.number("attempt"),
                row.textOrNull("remote_id"),
                url == null ? null : URI.create(url),
                row.instant("created_at"),
                row.instantOrNull("live_at"));
    }
}
