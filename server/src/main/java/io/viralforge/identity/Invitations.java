package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.InvitationStore.Invitation;
import io.viralforge.identity.Sessions.Admission;
import io.viralforge.identity.password.Brakes;
import io.viralforge.identity.password.Passwords;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.Origin;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.mail.Mail;
import io.viralforge.platform.mail.Mails;
import io.viralforge.platform.secrets.OpaqueToken;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One-time links: by one the first operator makes themselves known, by others people join studios. */
@Singleton
@Requires(beans = Sql.class)
final class Invitations {
    static final Duration LASTS = Duration.ofDays(7);
    static final Duration SETUP_LASTS = Duration.ofHours(24);

    private final Sql sql;
    private final InstantSource clock;
    private final Uuid7 ids;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Brakes brakes;
    private final Studios studios;
    private final SetupLink setupLink;
    private final EmailVerifications verifications;
    private final Mails mails;
    private final IdentityConfig config;
    private final SecureRandom random = new SecureRandom();

    /**
     * An invitation as its maker sees it.
     *
     * @param url null when the link was mailed: then it proves the address of who follows it
     * @param mailedTo null when the link is to be handed over
     */
    record Made(
            @Nullable URI url, Instant expiresAt, @Nullable String mailedTo) {
        @Override
        public String toString() {
            return "Made[expiresAt=" + expiresAt + ", mailedTo=" + mailedTo + "]";
        }
    }

    /** What someone who follows a link says of themselves. */
    record Answer(
            Secret token,
            String email,
            Secret password,
            String name,
            @Nullable String studioName) {}

    Invitations(
            Sql sql,
            InstantSource clock,
            Uuid7 ids,
            Passwords passwords,
            Sessions sessions,
            Brakes brakes,
            Studios studios,
            SetupLink setupLink,
            EmailVerifications verifications,
            Mails mails,
            IdentityConfig config) {
        this.sql = sql;
        this.clock = clock;
        this.ids = ids;
        this.passwords = passwords;
        this.sessions = sessions;
        this.brakes = brakes;
        this.studios = studios;
        this.setupLink = setupLink;
        this.verifications = verifications;
        this.mails = mails;
        this.config = config;
    }

    /** True until the first operator has been created. */
    boolean isAwaitingOperator() {
        return !sql.everywhere(InvitationStore::hasOperator);
    }

    /** A fresh link for the first operator; those made before are void. Null when there is an operator already. */
    @Nullable
    OneTimeLink setup() {
        return sql.everywhere(tx -> {
            InvitationStore.lockSetup(tx);
            if (InvitationStore.hasOperator(tx)) {
                return null;
            }
            InvitationStore.voidSetup(tx);
            return insert(tx, new Invitation(ids.next(), null, null, null, null, false), SETUP_LASTS);
        });
    }

    /** A link by which a person joins the actor's studio; mailed when there is an address and mail is sent, else shown. */
    Outcome<Made> create(Actor.Member actor, @Nullable String email, Role role) {
        Checks checks = new Checks();
        String checked = email == null ? null : checks.email(email, "input", "email");
        if (checks.failed()) {
            return checks.refusal();
        }
        String mailedTo = mails.areSent() ? checked : null;
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Duration wait = mailedTo == null ? Duration.ZERO : brakes.enterInvitation(mailedTo, actor.studio(), today);
        if (wait.isPositive()) {
            return Brakes.refused(wait);
        }
        return Outcome.done(sql.inStudio(actor.studio(), tx -> {
            Standings.require(tx, actor, Set.of(Scope.ADMIN));
            OneTimeLink link = insert(
                    tx, new Invitation(ids.next(), actor.studio(), role, checked, actor.id(), mailedTo != null), LASTS);
            if (mailedTo == null) {
                return new Made(link.url(), link.expiresAt(), null);
            }
            mails.send(tx, mail(tx, actor, mailedTo, role, link), LASTS);
            return new Made(null, link.expiresAt(), mailedTo);
        }));
    }

    private Mail mail(Tx tx, Actor.Member actor, String to, Role role, OneTimeLink link) {
        Membership by = Objects.requireNonNull(MemberStore.membership(tx, actor.studio(), actor.id()));
        String text = """
                Hello,

                %s invites you to the studio %s, as %s. Within 7 days you can accept here:

                %s

                If you do not know what this is about, do nothing.
                """.formatted(
                        by.person().name(),
                        by.studio().name(),
                        role.name().toLowerCase(Locale.ROOT),
                        config.absolute(link.url()));
        return new Mail(to, "You are invited to the studio " + by.studio().name(), text);
    }

    /** The studio's invitations that can still be accepted, oldest first. */
    Connection<OpenInvitation> page(Actor.Member actor, Page page) {
        UUID after = page.afterId();
        return Connection.of(
                page,
                sql.inStudio(
                        actor.studio(),
                        tx -> InvitationStore.open(tx, actor.studio(), clock.instant(), after, page.limit())),
                invitation -> invitation.id().toString());
    }

    /** Takes an invitation back that nobody has accepted. */
    Outcome<UUID> revoke(Actor.Member actor, @Nullable UUID id) {
        return id != null && sql.inStudio(actor.studio(), tx -> InvitationStore.delete(tx, actor.studio(), id))
                ? Outcome.done(id)
                : Outcome.refused(UserErrorCode.NOT_FOUND, "There is no such open invitation.", "id");
    }

    /**
     * What is behind a link, before anybody has typed anything. Whoever tries links that are unknown is slowed down.
     *
     * @throws CodedException THROTTLED
     */
    InvitationCheck check(Secret token, String address) {
        brakes.tryLink(address);
        byte[] hash = new OpaqueToken(token).hash();
        InvitationCheck found = sql.everywhere(tx -> InvitationStore.check(tx, hash, clock.instant()));
        if (found.state() != InvitationState.UNKNOWN) {
            brakes.leaveLink(address);
        }
        return found;
    }

    /**
     * Accepts a link: makes the person, or checks the password of one who is known, and signs them in. Who has a second
     * factor has joined then, and is asked for it.
     *
     * @throws CodedException THROTTLED, to whoever tries links that are unknown
     */
    Outcome<SignIn> accept(Answer answer, Origin origin) {
        Checks checks = new Checks();
        String email = checks.email(answer.email, "input", "email");
        String name = checks.name(answer.name, "input", "name");
        checks.password(answer.password.text(), "input", "password");
        byte[] hash = new OpaqueToken(answer.token).hash();
        brakes.tryLink(origin.address());
        // Whoever holds no valid link learns nothing here, and makes the server hash nothing.
        Invitation invitation = sql.everywhere(tx -> InvitationStore.lock(tx, hash, clock.instant()));
        if (invitation == null) {
            return invalid();
        }
        brakes.leaveLink(origin.address());
        boolean isSetup = invitation.studio() == null;
        if (invitation.email() != null && !invitation.email().equalsIgnoreCase(email)) {
            checks.add(UserErrorCode.INVALID, "The invitation is for another address.", "input", "email");
        }
        String firstStudio = isSetup ? studioName(answer, checks) : "";
        if (checks.failed()) {
            return checks.refusal();
        }
        Outcome<Admission> joined;
        if (sql.everywhere(tx -> MemberStore.byEmail(tx, email)) != null) {
            joined = sessions.verified(email, answer.password, origin.address())
                    .then(known -> join(hash, isSetup, firstStudio, origin, tx -> Sessions.still(tx, known)));
        } else {
            String phc = passwords.hash(answer.password.text());
            joined = join(hash, isSetup, firstStudio, origin, tx -> addPerson(tx, email, name, phc));
        }
        if (isSetup && joined instanceof Outcome.Done<Admission>) {
            setupLink.withdraw();
        }
        return joined.map(sessions::signIn);
    }

    private static String studioName(Answer answer, Checks checks) {
        if (answer.studioName == null) {
            checks.add(UserErrorCode.REQUIRED, "The first studio needs a name.", "input", "studioName");
            return "";
        }
        return checks.name(answer.studioName, "input", "studioName");
    }

    /** Uses the link up: whoever comes second finds it used. */
    private Outcome<Admission> join(
            byte[] hash, boolean isSetup, String firstStudio, Origin origin, Function<Tx, Outcome<UUID>> personOf) {
        return sql.everywhere(tx -> {
            if (isSetup) {
                InvitationStore.lockSetup(tx);
            }
            Invitation invitation = InvitationStore.lock(tx, hash, clock.instant());
            return invitation == null || (isSetup && InvitationStore.hasOperator(tx))
                    ? invalid()
                    : personOf.apply(tx).then(person -> admit(tx, invitation, person, firstStudio, origin));
        });
    }

    private Outcome<UUID> addPerson(Tx tx, String email, String name, String phc) {
        UUID person = ids.next();
        return MemberStore.addPerson(tx, person, email, name, phc, clock.instant())
                ? Outcome.done(person)
                : Outcome.refused(
                        UserErrorCode.EMAIL_TAKEN,
                        "Someone has just taken that address; if it was you, try again.",
                        "input",
                        "email");
    }

    private Outcome<Admission> admit(Tx tx, Invitation invitation, UUID person, String firstStudio, Origin origin) {
        UUID studio = invitation.studio();
        Role role = invitation.role();
        if (studio == null || role == null) {
            InvitationStore.makeOperator(tx, person);
            studio = studios.insert(tx, person, firstStudio, "UTC", false);
        } else if (!MemberStore.add(tx, studio, person, ids.next(), role, clock.instant())) {
            return Outcome.refused(UserErrorCode.CONFLICT, "You are a member of that studio already.", "input");
        }
        InvitationStore.use(tx, invitation.id(), clock.instant());
        String mailedTo = invitation.isMailed() ? invitation.email() : null;
        if (mailedTo == null || !MemberStore.verifyEmail(tx, person, mailedTo, clock.instant())) {
            verifications.ask(tx, person);
        }
        return Outcome.done(
                sessions.admit(tx, Objects.requireNonNull(MemberStore.membership(tx, studio, person)), origin));
    }

    private OneTimeLink insert(Tx tx, Invitation invitation, Duration lasts) {
        OpaqueToken token = OpaqueToken.random(random, "");
        Instant now = clock.instant();
        InvitationStore.insert(tx, invitation, token.hash(), now, now.plus(lasts));
        // Behind the # it is sent to no server and stands in no access log.
        return new OneTimeLink(URI.create("/setup#" + token.secret().text()), now.plus(lasts));
    }

    private static <T> Outcome<T> invalid() {
        return Outcome.refused(UserErrorCode.TOKEN_INVALID, "The link is unknown, used or expired.", "input", "token");
    }
}
