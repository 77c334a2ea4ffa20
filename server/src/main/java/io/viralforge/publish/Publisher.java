package io.viralforge.publish;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.viralforge.media.Asset;
import io.viralforge.media.Assets;
import io.viralforge.media.Rights;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.events.Crew;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import io.viralforge.platform.storage.ObjectKey;
import io.viralforge.platform.storage.ObjectStore;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what is due, each on one replica at a time, once and only once (docs/adr/0130). Two rules hold it together. That the
 * last byte is about to be sent is written down before it is sent. And once it may have been sent, no other place is opened:
 * what became of it is asked, looked for, and in the end decided by a person. All else may be repeated at will.
 */
@Singleton
final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int PIECES_AT_A_TIME = 32;
    /** Quotas begin anew by then. */
    private static final Duration LONGEST_ASKED = Duration.ofHours(25);

    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    private final Sql sql;
    private final RunStore store;
    private final Connectors connectors;
    private final AccountKeys keys;
    private final Assets assets;
    private final ObjectStore objects;
    private final Uuid7 ids;
    private final PublishWake wake;
    private final Duration lease;
    private final Duration rest;
    private final int atOnce;
    private @Nullable Crew crew;

    /**
     * @param lease for how long a replica has a publication to itself without a word; longer than any one request takes
     * @param rest after the first try in vain; each further one doubles it
     * @param atOnce how many this replica works on; 0: it leaves them to others
     */
    Publisher(
            Sql sql,
            RunStore store,
            Connectors connectors,
            AccountKeys keys,
            Assets assets,
            ObjectStore objects,
            Uuid7 ids,
            PublishWake wake,
            @Value("${viralforge.publish.lease}") Duration lease,
            @Value("${viralforge.publish.rest}") Duration rest,
            @Value("${viralforge.publish.at-once}") int atOnce) {
        this.sql = sql;
        this.store = store;
        this.connectors = connectors;
        this.keys = keys;
        this.assets = assets;
        this.objects = objects;
        this.ids = ids;
        this.wake = wake;
        this.lease = lease;
        this.rest = rest;
        this.atOnce = atOnce;
    }

    @EventListener
    void start(StartupEvent event) {
        if (atOnce > 0) {
            Duration look = rest.compareTo(LOOK) < 0 ? rest : LOOK;
            crew = new Crew("publisher", atOnce, wake, look, this::take);
        }
    }

    @EventListener
    void stop(ShutdownEvent event) {
        if (crew != null) {
            crew.stop();
        }
    }

    private @Nullable Runnable take() {
        UUID id = ids.next();
        RunStore.Taken taken = sql.everywhere(tx -> store.take(tx, id, lease));
        return taken == null ? null : () -> work(taken, id);
    }

    private void work(RunStore.Taken taken, UUID id) {
        try {
            boolean isMore = true;
            while (isMore) {
                isMore = step(sql.inStudio(
                        taken.studio(), tx -> store.prolong(tx, taken.studio(), taken.publication(), id, lease)));
            }
        } catch (OvertakenException another) {
            LOG.debug("Publication {} is no longer ours", taken.publication());
        } catch (RuntimeException e) {
            LOG.warn("Publication {} could not be worked on", taken.publication(), e);
            giveBack(taken, id);
        }
    }

    /** Something is wrong here; whoever takes it next begins by asking. */
    private void giveBack(RunStore.Taken taken, UUID id) {
        try {
            Run run = sql.inStudio(
                    taken.studio(), tx -> store.prolong(tx, taken.studio(), taken.publication(), id, lease));
            later(
                    run,
                    new Reply.Later<>(
                            new Trouble(
                                    TroubleKind.UNCLEAR,
                                    Blame.OPERATOR,
                                    "Something is wrong on this server; its log says what."),
                            null));
        } catch (RuntimeException e) {
            LOG.debug("Publication {} waits for the end of its lease", taken.publication(), e);
        }
    }

    /** True: there is more to do at once. */
    private boolean step(Run run) {
        return switch (run.publication().state()) {
            case SCHEDULED -> begin(run);
            case UPLOADING ->
                run.session() != null ? upload(run, run.session()) : run.isClosing() ? gone(run) : open(run);
            case PROCESSING -> watch(run);
            case UNCONFIRMED -> seek(run);
            case DRAFT, AWAITING_CONSENT, LIVE, FAILED, REMOVED ->
                throw new IllegalStateException(run + " is due though nothing is to be done");
        };
    }

    /** Since it was approved, rights may have ended and the clip may have been deleted. */
    private boolean begin(Run run) {
        write(run, tx -> {
            Trouble trouble = notToBePublished(tx, run.publication());
            if (trouble == null) {
                store.begun(tx, run);
            } else {
                store.failed(tx, run, trouble);
            }
        });
        return true;
    }

    private @Nullable Trouble notToBePublished(Tx tx, Publication publication) {
        if (publication.approval() == null) {
            return new Trouble(TroubleKind.CHANGED, Blame.STUDIO, "Nobody has approved it as it is now.");
        }
        Asset clip = assets.held(tx, publication.studio(), List.of(publication.asset()))
                .get(publication.asset());
        if (clip == null) {
            return new Trouble(TroubleKind.CHANGED, Blame.STUDIO, "The clip was deleted.");
        }
        return assets.publishable(clip, rights(tx, clip), List.of()) instanceof Outcome.Refused<Asset>(var reasons)
                ? new Trouble(
                        TroubleKind.RIGHTS_MISSING,
                        Blame.STUDIO,
                        reasons.getFirst().message())
                : null;
    }

    private @Nullable Rights rights(Tx tx, Asset clip) {
        return assets.rights(tx, clip.studio(), List.of(clip.id())).get(clip.id());
    }

    private boolean open(Run run) {
        Clip clip = clip(run);
        return switch (ask(run, (connector, token) -> connector.open(token, clip.post))) {
            case Reply.Done<String>(String session) -> {
                write(run, tx -> store.opened(tx, run, session));
                yield true;
            }
            case Reply.Refused<String>(Trouble trouble) -> fail(run, trouble);
            case Reply.Later<String> later -> later(run, later);
            case Reply.Unauthorized<String> none -> lapsed(run);
        };
    }

    /**
     * Whether the last byte may be there already is what the run began with: to what it sends itself, each answer that says no
     * is one, and without an answer it ends.
     */
    private boolean upload(Run run, String session) {
        Clip clip = clip(run);
        long size = clip.post.bytes();
        Reply<Held> reply = ask(run, (connector, token) -> connector.held(token, session, clip.post));
        long before = -1;
        int pieces = 0;
        while (reply instanceof Reply.Done<Held>(Held.Part(long held))) {
            if (held <= before || held >= size) {
                return later(run, unclear(run.network().title() + " does not say rightly how much it holds."));
            }
            if (++pieces > PIECES_AT_A_TIME) {
                // Others wait too.
                write(run, tx -> store.rest(tx, run, Duration.ZERO));
                return false;
            }
            boolean isMore = held > Math.max(before, run.publication().sent());
            before = held;
            write(run, tx -> store.sent(tx, run, held, isMore, lease));
            Piece piece = piece(clip, held, connectors.of(run.network()));
            if (piece.to() == size) {
                write(run, tx -> store.closing(tx, run));
            }
            reply = ask(run, (connector, token) -> connector.send(token, session, clip.post, piece));
        }
        return switch (reply) {
            case Reply.Done<Held>(Held.Whole(String remoteId)) -> {
                write(run, tx -> store.arrived(tx, run, remoteId, size));
                yield true;
            }
            case Reply.Done<Held>(Held held) -> gone(run);
            case Reply.Refused<Held>(Trouble trouble) -> refused(run, trouble);
            case Reply.Later<Held> later -> later(run, later);
            case Reply.Unauthorized<Held> none -> lapsed(run);
        };
    }

    /** Another place is opened only if the last byte is known not to have arrived at this one. */
    private boolean gone(Run run) {
        if (run.isClosing()) {
            return loseSight(run, "The place it was sent to is no more, and it may have arrived before.");
        }
        write(run, tx -> store.gone(tx, run));
        return later(run, unclear(run.network().title() + " had forgotten the upload; it is begun anew."));
    }

    /** A refusal does not prove that nothing has come of an earlier try. */
    private boolean refused(Run run, Trouble trouble) {
        return run.isClosing() ? loseSight(run, trouble.message()) : fail(run, trouble);
    }

    private boolean watch(Run run) {
        String remoteId = Objects.requireNonNull(run.publication().remoteId());
        Clip clip = clip(run);
        return switch (ask(run, (connector, token) -> connector.standing(token, remoteId, clip.post))) {
            case Reply.Done<Standing>(Standing.Processing none) -> {
                if (run.isPatienceOver()) {
                    yield loseSight(run, run.network().title() + " has been making it ready for too long.");
                }
                write(run, tx -> store.rest(tx, run, rest(run)));
                yield false;
            }
            case Reply.Done<Standing>(Standing.Live live) -> {
                write(run, tx -> store.appeared(tx, run, live));
                yield false;
            }
            case Reply.Done<Standing>(Standing.Rejected(Trouble trouble)) -> fail(run, trouble);
            // It had said that it has it; it may only be slow to remember.
            case Reply.Done<Standing>(Standing.Absent none) ->
                later(run, unclear(run.network().title() + " does not show yet what it has received."));
            case Reply.Refused<Standing>(Trouble trouble) -> later(run, new Reply.Later<>(trouble, null));
            case Reply.Later<Standing> later -> later(run, later);
            case Reply.Unauthorized<Standing> none -> lapsed(run);
        };
    }

    private boolean seek(Run run) {
        Clip clip = clip(run);
        Instant since = Objects.requireNonNull(run.openedAt());
        return switch (ask(run, (connector, token) -> connector.seek(token, clip.post, since))) {
            case Reply.Done<Optional<String>>(Optional<String> found) -> {
                if (found.isPresent() && !isAnothers(run, found.get())) {
                    write(run, tx -> store.found(tx, run, found.get()));
                    yield true;
                }
                if (!run.isPatienceOver()) {
                    yield later(run, unclear("It may have been published; it is being looked for."));
                }
                yield untilSomebodyActs(
                        run,
                        TroubleKind.UNCLEAR,
                        "It may have been published and is not to be found. Look at the account, and say whether it is there.");
            }
            case Reply.Refused<Optional<String>>(Trouble trouble) -> later(run, new Reply.Later<>(trouble, null));
            case Reply.Later<Optional<String>> later -> later(run, later);
            case Reply.Unauthorized<Optional<String>> none -> lapsed(run);
        };
    }

    private boolean fail(Run run, Trouble trouble) {
        write(run, tx -> store.failed(tx, run, trouble));
        return false;
    }

    /** Something is in the way that may pass; when it does not, what may have been published is not given up. */
    private boolean later(Run begun, Reply.Later<?> later) {
        // As it is now: much may have been written since the run began.
        Run run = sql.inStudio(begun.publication().studio(), tx -> store.prolong(tx, begun, lease));
        Trouble trouble = later.trouble();
        PublicationState state = run.publication().state();
        if (run.isPatienceOver() && state == PublicationState.UPLOADING && !run.isClosing()) {
            return fail(run, trouble);
        }
        if (run.isPatienceOver() && state != PublicationState.UNCONFIRMED) {
            return loseSight(run, trouble.message());
        }
        Duration rest = rest(run);
        Duration asked = later.rest() == null ? Duration.ZERO : later.rest();
        Duration longer = asked.compareTo(rest) > 0 ? asked : rest;
        write(
                run,
                tx -> store.troubled(tx, run, trouble, longer.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : longer));
        return false;
    }

    private boolean loseSight(Run run, String why) {
        write(run, tx -> store.lostSight(tx, run, why));
        return true;
    }

    private boolean isAnothers(Run run, String remoteId) {
        return sql.inStudio(run.publication().studio(), tx -> RunStore.isAnothers(tx, run.publication(), remoteId));
    }

    private static <T> Reply.Later<T> unclear(String message) {
        return new Reply.Later<>(new Trouble(TroubleKind.UNCLEAR, Blame.NETWORK, message), null);
    }

    /** In one transaction with a look at the account, which a person may be connecting at this moment. */
    private boolean lapsed(Run run) {
        Trouble trouble = new Trouble(
                TroubleKind.ACCOUNT_LAPSED,
                Blame.STUDIO,
                "The account is no longer connected; connect it again, and this goes on.");
        write(
                run,
                tx -> store.troubled(
                        tx, run, trouble, AccountStore.isUsable(tx, run.publication()) ? rest(run) : null));
        return false;
    }

    private boolean untilSomebodyActs(Run run, TroubleKind trouble, String message) {
        write(run, tx -> store.troubled(tx, run, new Trouble(trouble, Blame.STUDIO, message), null));
        return false;
    }

    /** Twice as long after each try in vain, ten minutes at most, each with up to half more. */
    private Duration rest(Run run) {
        long millis = Math.min(LONGEST_REST.toMillis(), rest.toMillis() << Math.min(run.tries(), 16));
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    private interface Question<T> {
        Reply<T> ask(PublishConnector connector, String token);
    }

    private <T> Reply<T> ask(Run run, Question<T> question) {
        Publication publication = run.publication();
        PublishConnector connector = connectors.of(run.network());
        return keys.with(publication.studio(), publication.account(), token -> question.ask(connector, token));
    }

    private void write(Run run, Consumer<Tx> body) {
        sql.doInStudio(run.publication().studio(), body);
    }

    /** What goes to the network, also when it was deleted here meanwhile: it is kept until it has arrived. */
    private record Clip(Post post, ObjectKey file) {}

    private Clip clip(Run run) {
        Publication publication = run.publication();
        Asset asset = sql.inStudio(
                publication.studio(),
                tx -> assets.evenDeleted(tx, publication.studio(), List.of(publication.asset()))
                        .get(publication.asset()));
        if (asset == null || asset.file() == null) {
            throw new IllegalStateException("the clip of " + publication.id() + " is gone");
        }
        return new Clip(publication.post(asset), asset.file());
    }

    private Piece piece(Clip clip, long from, PublishConnector connector) {
        long size = clip.post.bytes();
        long length = connector.piece(from, size);
        try (InputStream stream = objects.open(clip.file, from, length)) {
            byte[] bytes = stream.readNBytes(Math.toIntExact(length));
            if (bytes.length < length) {
                throw new IllegalStateException("the file of " + clip.post.id() + " ends too early");
            }
            return new Piece(bytes, from, size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
