package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.InvitationStore.Invitation;
import io.viralforge.identity.Sessions.Grant;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
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
    private final Studios studios;
    private final SetupLink setupLink;
    private final SecureRandom random = new SecureRandom();

    /** A link, below wherever the server is reached; a secret until it is used. */
    record Link(URI url, Instant expiresAt) {
        @Override
        public String toString() {
            return "Link[expiresAt=" + expiresAt + "]";
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
            Studios studios,
            SetupLink setupLink) {
        this.sql = sql;
        this.clock = clock;
        this.ids = ids;
        this.passwords = passwords;
        this.sessions = sessions;
        this.studios = studios;
        this.setupLink = setupLink;
    }

    /** True until the first operator has been created. */
    boolean isAwaitingOperator() {
        return !sql.everywhere(InvitationStore::hasOperator);
    }

    /** A fresh link for the first operator; those made before are void. Null when there is an operator already. */
    @Nullable
    Link setup() {
        return sql.everywhere(tx -> {
            InvitationStore.lockSetup(tx);
            if (InvitationStore.hasOperator(tx)) {
                return null;
            }
            InvitationStore.voidSetup(tx);
            return insert(tx, new Invitation(ids.next(), null, null, null), SETUP_LASTS);
        });
    }

    /** A link by which a person joins the actor's studio. */
    Outcome<Link> create(Actor.Member actor, @Nullable String email, Role role) {
        Checks checks = new Checks();
        String checked = email == null ? null : checks.email(email, "input", "email");
        return checks.failed()
                ? checks.refusal()
                : Outcome.done(sql.inStudio(
                        actor.studio(),
                        tx -> insert(tx, new Invitation(ids.next(), actor.studio(), role, checked), LASTS)));
    }

    /**
     * Accepts a link: makes the person, or checks the password of one who is known, and signs them in.
     *
     * @param from where the caller is
     */
    Outcome<Session> accept(Answer answer, String from) {
        Checks checks = new Checks();
        String email = checks.email(answer.email, "input", "email");
        String name = checks.name(answer.name, "input", "name");
        checks.password(answer.password.text(), "input", "password");
        byte[] hash = new OpaqueToken(answer.token).hash();
        // Whoever holds no valid link learns nothing here, and makes the server hash nothing.
        Invitation invitation = sql.everywhere(tx -> InvitationStore.lock(tx, hash, clock.instant()));
        if (invitation == null) {
            return invalid();
        }
        boolean isSetup = invitation.studio() == null;
        if (invitation.email() != null && !invitation.email().equalsIgnoreCase(email)) {
            checks.add(UserErrorCode.INVALID, "The invitation is for another address.", "input", "email");
        }
        String firstStudio = isSetup ? studioName(answer, checks) : "";
        if (checks.failed()) {
            return checks.refusal();
        }
        Outcome<Grant> joined;
        if (sql.everywhere(tx -> MemberStore.byEmail(tx, email)) != null) {
            joined = sessions.verified(email, answer.password, from)
                    .then(person -> join(hash, isSetup, firstStudio, tx -> Outcome.done(person)));
        } else {
            String phc = passwords.hash(answer.password.text());
            joined = join(hash, isSetup, firstStudio, tx -> addPerson(tx, email, name, phc));
        }
        if (isSetup && joined instanceof Outcome.Done<Grant>) {
            setupLink.withdraw();
        }
        return joined.map(sessions::signed);
    }

    private static String studioName(Answer answer, Checks checks) {
        if (answer.studioName == null) {
            checks.add(UserErrorCode.REQUIRED, "The first studio needs a name.", "input", "studioName");
            return "";
        }
        return checks.name(answer.studioName, "input", "studioName");
    }

    /** Uses the link up: whoever comes second finds it used. */
    private Outcome<Grant> join(
            byte[] hash, boolean isSetup, String firstStudio, Function<Tx, Outcome<UUID>> personOf) {
        return sql.everywhere(tx -> {
            if (isSetup) {
                InvitationStore.lockSetup(tx);
            }
            Invitation invitation = InvitationStore.lock(tx, hash, clock.instant());
            return invitation == null || (isSetup && InvitationStore.hasOperator(tx))
                    ? invalid()
                    : personOf.apply(tx).then(person -> admit(tx, invitation, person, firstStudio));
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

    private Outcome<Grant> admit(Tx tx, Invitation invitation, UUID person, String firstStudio) {
        UUID studio = invitation.studio();
        Role role = invitation.role();
        if (studio == null || role == null) {
            InvitationStore.makeOperator(tx, person);
            studio = studios.insert(tx, person, firstStudio, "UTC", false);
        } else if (!MemberStore.add(tx, studio, person, ids.next(), role, clock.instant())) {
            return Outcome.refused(UserErrorCode.CONFLICT, "You are a member of that studio already.", "input");
        }
        InvitationStore.use(tx, invitation.id(), clock.instant());
        return Outcome.done(sessions.open(tx, Objects.requireNonNull(MemberStore.membership(tx, studio, person))));
    }

    private Link insert(Tx tx, Invitation invitation, Duration lasts) {
        OpaqueToken token = OpaqueToken.random(random, "");
        Instant now = clock.instant();
        InvitationStore.insert(tx, invitation, token.hash(), now, now.plus(lasts));
        // Behind the # it is sent to no server and stands in no access log.
        return new Link(URI.create("/setup#" + token.secret().text()), now.plus(lasts));
    }

    private static <T> Outcome<T> invalid() {
        return Outcome.refused(UserErrorCode.TOKEN_INVALID, "The link is unknown, used or expired.", "input", "token");
    }
}
