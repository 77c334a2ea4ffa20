package io.viralforge.publish;

import io.viralforge.media.Asset;
import io.viralforge.media.Assets;
import io.viralforge.media.MediaKind;
import io.viralforge.media.Rights;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Idempotency;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people do with publications. Each statement holds the row first, so that no run overtakes it unseen. */
@Singleton
final class Publications {
    private static final Duration FURTHEST = Duration.ofDays(366);

    /** That have not gone out; what has is kept without end. */
    private static final int MOST_WAITING = 1_000;

    private static final Pattern REMOTE_ID = Pattern.compile("[A-Za-z0-9._~-]{1,200}");

    private final Sql sql;
    private final PublicationStore store;
    private final Connectors connectors;
    private final AccountKeys keys;
    private final Assets assets;
    private final Idempotency idempotency;
    private final Uuid7 ids;
    private final PublishWake wake;
    private final InstantSource clock;

    Publications(
            Sql sql,
            PublicationStore store,
            Connectors connectors,
            AccountKeys keys,
            Assets assets,
            Idempotency idempotency,
            Uuid7 ids,
            PublishWake wake,
            InstantSource clock) {
        this.sql = sql;
        this.store = store;
        this.connectors = connectors;
        this.keys = keys;
        this.assets = assets;
        this.idempotency = idempotency;
        this.ids = ids;
        this.wake = wake;
        this.clock = clock;
    }

    Connection<Publication> page(UUID studio, PublicationStore.Filter filter, Page page) {
        return Connection.of(
                page,
                sql.inStudio(studio, tx -> PublicationStore.page(tx, studio, filter, page)),
                publication -> publication.id().toString());
    }

    Map<UUID, Publication> find(UUID studio, Set<UUID> publications) {
        return sql.inStudio(studio, tx -> PublicationStore.find(tx, studio, publications));
    }

    Map<UUID, List<PublicationStep>> steps(UUID studio, Set<UUID> publications) {
        return sql.inStudio(studio, tx -> PublicationStore.steps(tx, studio, publications));
    }

    Outcome<Publication> create(
            Actor.Member actor, @Nullable UUID account, @Nullable UUID asset, PublicationContent content, String key) {
        UUID studio = actor.studio();
        Idempotency.Request request = Idempotency.Request.of(
                studio,
                actor.id(),
                "publicationCreate",
                key,
                Map.of(
                        "account",
                        String.valueOf(account),
                        "asset",
                        String.valueOf(asset),
                        "content",
                        content.toString()));
        return sql.inStudio(
                studio,
                tx -> idempotency
                        .once(tx, request, () -> create(tx, studio, account, asset, content))
                        .map(id -> get(tx, studio, id)));
    }

    private Outcome<UUID> create(
            Tx tx, UUID studio, @Nullable UUID account, @Nullable UUID asset, PublicationContent content) {
        if (account == null || !AccountStore.find(tx, studio, List.of(account)).containsKey(account)) {
            return Outcome.refused(UserErrorCode.NOT_FOUND, "The studio has no such account.", "input", "accountId");
        }
        Asset clip =
                asset == null ? null : assets.held(tx, studio, List.of(asset)).get(asset);
        if (clip == null || clip.kind() != MediaKind.VIDEO) {
            return Outcome.refused(UserErrorCode.NOT_FOUND, "The studio has no such video.", "input", "assetId");
        }
        if (PublicationStore.waiting(tx, studio) >= MOST_WAITING) {
            return Outcome.refused(
                    UserErrorCode.OUT_OF_RANGE,
                    "A studio has at most %,d publications that have not gone out.".formatted(MOST_WAITING),
                    "input");
        }
        UUID id = ids.next();
        store.insert(tx, studio, id, account, clip.id(), content, clock.instant());
        return Outcome.done(id);
    }

    /** Changes what is shown with it; null: withdraws it as it is. It has to be scheduled and approved again. */
    Outcome<Publication> revise(UUID studio, @Nullable UUID id, @Nullable PublicationContent content) {
        return change(studio, id, PublicationAction.REVISE, (tx, held) -> {
            store.revise(tx, held, content == null ? held.content() : content);
            return List.of();
        });
    }

    /** Gives it a time: now, if that is past. What was approved stays so. */
    Outcome<Publication> schedule(UUID studio, @Nullable UUID id, Instant at) {
        if (at.isAfter(clock.instant().plus(FURTHEST))) {
            return Outcome.refused(UserErrorCode.OUT_OF_RANGE, "At most a year ahead.", "at");
        }
        return sql.inStudio(studio, tx -> {
            Publication held = id == null ? null : PublicationStore.hold(tx, studio, id);
            PublicationAction action = held != null && held.state() == PublicationState.SCHEDULED
                    ? PublicationAction.RESCHEDULE
                    : PublicationAction.SCHEDULE;
            return change(tx, studio, held, action, (same, publication) -> {
                List<UserError> errors = blocking(tx, publication);
                if (errors.isEmpty()) {
                    store.schedule(tx, publication, action, at);
                }
                return errors;
            });
        });
    }

    /**
     * A person approves it.
     *
     * @param digest of what they saw
     */
    Outcome<Publication> approve(Actor.Member person, @Nullable UUID id, String digest) {
        return change(person.studio(), id, PublicationAction.APPROVE, (tx, held) -> {
            if (!held.digest().equals(digest)) {
                return List.of(
                        new UserError(UserErrorCode.CONFLICT, "It was changed since; look at it again.", "digest"));
            }
            store.approve(tx, held, person.id(), clock.instant());
            return List.of();
        });
    }

    /** Tries again what has failed for certain. */
    Outcome<Publication> retry(UUID studio, @Nullable UUID id) {
        return change(studio, id, PublicationAction.RETRY, (tx, held) -> {
            List<UserError> errors = blocking(tx, held);
            if (errors.isEmpty()) {
                store.again(tx, held, PublicationAction.RETRY, PublicationStepKind.RETRIED);
            }
            return errors;
        });
    }

    /**
     * A person says what has become of it.
     *
     * @param remoteId the network's name for it; null: it is not there, and goes out again
     */
    Outcome<Publication> resolve(UUID studio, @Nullable UUID id, @Nullable String remoteId) {
        if (remoteId != null && !REMOTE_ID.matcher(remoteId).matches()) {
            return Outcome.refused(UserErrorCode.INVALID, "That is no network's id.", "remoteId");
        }
        PublicationAction action = remoteId == null ? PublicationAction.MISS : PublicationAction.FIND;
        return change(studio, id, action, (tx, held) -> {
            if (remoteId != null && RunStore.isAnothers(tx, held, remoteId)) {
                return List.of(new UserError(
                        UserErrorCode.CONFLICT, "Another publication of the account is that one.", "remoteId"));
            }
            if (remoteId == null) {
                store.again(tx, held, action, PublicationStepKind.MISSED);
            } else {
                store.found(tx, held, remoteId);
            }
            return List.of();
        });
    }

    /** Takes it down. Repeating it is harmless: the network is asked to, and has done it. */
    Outcome<Publication> remove(UUID studio, @Nullable UUID id) {
        Publication known = id == null ? null : find(studio, Set.of(id)).get(id);
        if (known == null) {
            return notFound();
        }
        if (known.state() == PublicationState.REMOVED) {
            return Outcome.done(known);
        }
        if (known.state() != PublicationState.LIVE) {
            return wrongState(known, PublicationAction.REMOVE);
        }
        NetworkAccount account = Objects.requireNonNull(sql.inStudio(
                studio,
                tx -> AccountStore.find(tx, studio, List.of(known.account())).get(known.account())));
        String remoteId = Objects.requireNonNull(known.remoteId());
        Reply<Boolean> reply = keys.with(
                studio, account.id(), token -> connectors.of(account.network()).remove(token, remoteId));
        return switch (reply) {
            case Reply.Done<Boolean> done -> removed(studio, known.id());
            case Reply.Refused<Boolean>(Trouble trouble) ->
                Outcome.refused(UserErrorCode.WRONG_STATE, trouble.message(), "id");
            case Reply.Later<Boolean>(Trouble trouble, Duration rest) ->
                Outcome.refused(UserErrorCode.NETWORK_AWAY, trouble.message(), "id");
            case Reply.Unauthorized<Boolean> none ->
                Outcome.refused(UserErrorCode.WRONG_STATE, "The account is not connected; connect it again.", "id");
        };
    }

    private Outcome<Publication> removed(UUID studio, UUID id) {
        return sql.inStudio(studio, tx -> {
            Publication held = Objects.requireNonNull(PublicationStore.hold(tx, studio, id));
            if (held.state() == PublicationState.LIVE) {
                store.removed(tx, held);
            }
            return Outcome.done(get(tx, studio, id));
        });
    }

    /** Forgets what never went out; true also when it had been forgotten before. */
    Outcome<Boolean> delete(UUID studio, @Nullable UUID id) {
        return sql.inStudio(studio, tx -> {
            Publication held = id == null ? null : PublicationStore.hold(tx, studio, id);
            if (held == null) {
                return Outcome.done(true);
            }
            if (!PublicationAction.REVISE.from().contains(held.state()) || held.isClosing()) {
                return wrongState(held, PublicationAction.REVISE);
            }
            PublicationStore.delete(tx, held);
            return Outcome.done(true);
        });
    }

    /** What networks would make of these, as far as they have not gone out. */
    Map<UUID, List<PublicationFinding>> findings(UUID studio, Set<UUID> publications) {
        return sql.inStudio(studio, tx -> {
            List<Publication> waiting = PublicationStore.find(tx, studio, publications).values().stream()
                    .filter(publication -> PublicationAction.REVISE.from().contains(publication.state()))
                    .toList();
            Map<UUID, List<PublicationFinding>> findings = new HashMap<>();
            publications.forEach(id -> findings.put(id, List.of()));
            findings.putAll(findings(tx, studio, waiting));
            return findings;
        });
    }

    private Map<UUID, List<PublicationFinding>> findings(Tx tx, UUID studio, List<Publication> publications) {
        List<UUID> clips = publications.stream().map(Publication::asset).toList();
        Map<UUID, Asset> held = assets.find(tx, studio, clips);
        Map<UUID, Rights> rights = assets.rights(tx, studio, clips);
        Map<UUID, NetworkAccount> accounts = AccountStore.find(
                tx, studio, publications.stream().map(Publication::account).toList());
        return publications.stream()
                .collect(Collectors.toMap(
                        Publication::id,
                        publication -> findings(
                                publication,
                                held.get(publication.asset()),
                                rights.get(publication.asset()),
                                Objects.requireNonNull(accounts.get(publication.account())))));
    }

    private List<PublicationFinding> findings(
            Publication publication, @Nullable Asset clip, @Nullable Rights rights, NetworkAccount account) {
        List<PublicationFinding> findings = new ArrayList<>();
        if (assets.publishable(clip, rights, List.of("clip"))
                instanceof Outcome.Refused<Asset>(List<UserError> reasons)) {
            reasons.forEach(reason -> findings.add(PublicationFinding.blocks(reason.message(), "clip")));
        }
        if (!account.state().isUsable()) {
            findings.add(PublicationFinding.blocks("The account is not connected; connect it again.", "account"));
        }
        if (rights != null && rights.requiresAttribution() && rights.attribution() != null) {
            String credit = rights.attribution();
            if (!publication.content().description().contains(credit)) {
                findings.add(PublicationFinding.blocks(
                        "The licence asks for a credit; add it to the description: " + credit, "description"));
            }
        }
        if (clip != null) {
            findings.addAll(connectors.of(account.network()).findings(publication.content(), clip));
        }
        return findings;
    }

    private List<UserError> blocking(Tx tx, Publication publication) {
        return Objects.requireNonNull(
                        findings(tx, publication.studio(), List.of(publication)).get(publication.id()))
                .stream()
                .filter(finding -> finding.severity() == FindingSeverity.BLOCKS)
                .map(finding -> new UserError(UserErrorCode.PREFLIGHT_FAILED, finding.message(), finding.path()))
                .toList();
    }

    private interface Change {
        List<UserError> make(Tx tx, Publication held);
    }

    private Outcome<Publication> change(UUID studio, @Nullable UUID id, PublicationAction action, Change change) {
        return sql.inStudio(
                studio,
                tx -> change(tx, studio, id == null ? null : PublicationStore.hold(tx, studio, id), action, change));
    }

    private Outcome<Publication> change(
            Tx tx, UUID studio, @Nullable Publication held, PublicationAction action, Change change) {
        if (held == null) {
            return notFound();
        }
        if (!action.from().contains(held.state()) || (held.isClosing() && action == PublicationAction.REVISE)) {
            return wrongState(held, action);
        }
        List<UserError> errors = change.make(tx, held);
        if (!errors.isEmpty()) {
            return Outcome.refused(errors);
        }
        tx.afterCommit(wake::wake);
        return Outcome.done(get(tx, studio, held.id()));
    }

    private static Publication get(Tx tx, UUID studio, UUID id) {
        return Objects.requireNonNull(
                PublicationStore.find(tx, studio, List.of(id)).get(id));
    }

    private static <T> Outcome<T> notFound() {
        return Outcome.refused(UserErrorCode.NOT_FOUND, "The studio has no such publication.", "id");
    }

    /** Where an action has been taken already, its repetition finds another state and is told so. */
    private static <T> Outcome<T> wrongState(Publication held, PublicationAction action) {
        return Outcome.refused(
                UserErrorCode.WRONG_STATE,
                "It is %s, and that can be done only to what is %s."
                        .formatted(held.state(), action.from().stream().sorted().toList()),
                "id");
    }
}
