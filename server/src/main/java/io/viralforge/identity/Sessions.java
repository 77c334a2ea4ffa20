package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.MemberStore.Account;
import io.viralforge.identity.factors.Factors;
import io.viralforge.identity.factors.PersonLock;
import io.viralforge.identity.factors.SecondStep;
import io.viralforge.identity.password.Brakes;
import io.viralforge.identity.password.Passwords;
import io.viralforge.identity.token.AccessTokens;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Origin;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.secrets.OpaqueToken;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signing in and staying so. Signing in looks across studios by necessity: which one it is about is only known
 * afterwards.
 */
@Singleton
@Requires(beans = Sql.class)
final class Sessions {
    static final Duration REFRESH_LASTS = Duration.ofDays(30);
    /** For so long a client whose answer was lost may show the same refresh token again. */
    static final Duration GRACE = Duration.ofSeconds(10);

    private final Sql sql;
    private final InstantSource clock;
    private final Uuid7 ids;
    private final Passwords passwords;
    private final Brakes brakes;
    private final AccessTokens accessTokens;
    private final Revocations revocations;
    private final Notices notices;
    private final Factors factors;
    private final SecureRandom random = new SecureRandom();

    /** What a transaction makes of a right password. */
    sealed interface Admission permits Grant, SignIn.Half {}

    /** A session as the transaction that made it knows it; to be signed once that is committed. */
    record Grant(UUID session, Membership membership, Secret refresh) implements Admission {}

    /** A person who has shown their password, and its hash, by which a change of it finds out that it is the first. */
    record Verified(UUID person, String hash) {
        @Override
        public String toString() {
            return "Verified[person=" + person + "]";
        }
    }

    Sessions(
            Sql sql,
            InstantSource clock,
            Uuid7 ids,
            Passwords passwords,
            Brakes brakes,
            AccessTokens accessTokens,
            Revocations revocations,
            Notices notices,
            Factors factors) {
        this.notices = notices;
        this.sql = sql;
        this.clock = clock;
        this.ids = ids;
        this.passwords = passwords;
        this.brakes = brakes;
        this.accessTokens = accessTokens;
        this.revocations = revocations;
        this.factors = factors;
    }

    /**
     * Signs in, or asks for a second factor.
     *
     * @param studio where to work, null: in the studio joined first
     */
    Outcome<SignIn> create(String email, Secret password, @Nullable UUID studio, Origin origin) {
        return verified(email, password, origin.address())
                .then(known -> sql.everywhere(tx -> still(tx, known).then(person -> {
                    UUID wanted = studio != null ? studio : MemberStore.firstStudio(tx, person);
                    if (wanted == null) {
                        return Sessions.<Admission>noStudio();
                    }
                    Membership membership = MemberStore.membership(tx, wanted, person);
                    return membership == null
                            ? noSuchStudio("input", "studioId")
                            : Outcome.done(admit(tx, membership, origin));
                })))
                .map(this::signIn);
    }

    /** Trades a refresh token for a new pair. */
    Outcome<Session> refresh(Secret token, Origin origin) {
        byte[] hash = new OpaqueToken(token).hash();
        return sql.everywhere(tx -> {
                    SessionStore.Found found = SessionStore.lockSession(tx, hash);
                    if (found == null || found.isRevoked()) {
                        return ended();
                    }
                    SessionStore.Token known = SessionStore.token(tx, found, hash);
                    Instant now = known.now();
                    Membership membership = MemberStore.membership(tx, found.studio(), found.person());
                    if (membership == null || !known.expiresAt().isAfter(now)) {
                        return ended();
                    }
                    if (known.usedAt() == null) {
                        SessionStore.useAll(tx, found, now);
                    } else if (known.wasFollowed() || known.usedAt().plus(GRACE).isBefore(now)) {
                        // Someone has a copy of it; which of the two is the owner cannot be told.
                        end(tx, found, now);
                        notices.send(tx, found.person(), new Notice.SessionCopied());
                        return ended();
                    }
                    SessionStore.seen(tx, found, origin, now);
                    return Outcome.done(
                            new Grant(found.session(), membership, addToken(tx, found.studio(), found.session())));
                })
                .map(this::signed);
    }

    /**
     * Opens a session of the same person in another studio. It ends with the one that asks, and lasts no longer than the one
     * that the person signed in by: whoever has got hold of an access token gains nothing that its owner cannot end.
     *
     * @throws CodedException UNAUTHENTICATED when the session that asks has ended meanwhile
     */
    Outcome<Session> switchTo(Actor.Member actor, @Nullable UUID studio, Origin origin) {
        Outcome<Grant> granted = sql.everywhere(tx -> {
            UUID family = requireOpen(tx, actor);
            Membership membership = studio == null ? null : MemberStore.membership(tx, studio, actor.id());
            return membership == null ? noSuchStudio("studioId") : Outcome.done(open(tx, membership, family, origin));
        });
        return granted.map(this::signed);
    }

    /** Ends the session of a refresh token, used or not, with its family. */
    Outcome<Boolean> revoke(Secret token) {
        return sql.everywhere(tx -> {
            SessionStore.Found found = SessionStore.lockSession(tx, new OpaqueToken(token).hash());
            if (found == null) {
                return Outcome.refused(UserErrorCode.TOKEN_INVALID, "That is no refresh token.", "refreshToken");
            }
            end(tx, found, clock.instant());
            return Outcome.done(true);
        });
    }

    private void end(Tx tx, SessionStore.Found found, Instant now) {
        List<UUID> family = SessionStore.revoke(tx, found, now);
        tx.afterCommit(() -> family.forEach(revocations::session));
    }

    /** The person whose address and password these are. Guesses are slowed down. */
    Outcome<Verified> verified(String email, Secret password, String address) {
        boolean isKnown = isKnown(email, address);
        Duration wait = brakes.enter(email, address, isKnown);
        if (wait.isPositive()) {
            return Brakes.refused(wait);
        }
        Account account = email.length() > Checks.LONGEST_EMAIL
                ? null
                : sql.everywhere(tx -> MemberStore.byEmail(tx, email.strip()));
        String hash = account == null ? null : account.passwordHash();
        if (!passwords.matches(password.text(), hash)) {
            return wrongCredentials();
        }
        brakes.leave(email, address, isKnown);
        UUID person = Objects.requireNonNull(account).id();
        String known = Objects.requireNonNull(hash);
        if (!passwords.isOutdated(known)) {
            return Outcome.done(new Verified(person, known));
        }
        String fresh = passwords.hash(password.text());
        sql.doEverywhere(tx -> MemberStore.changeHash(tx, person, known, fresh));
        return Outcome.done(new Verified(person, fresh));
    }

    /**
     * The session that this one's person signed in by, the person locked until the transaction ends.
     *
     * @throws CodedException UNAUTHENTICATED when it has ended since its token was looked at
     */
    static UUID requireOpen(Tx tx, Actor.Member actor) {
        PersonLock.take(tx, actor.id());
        UUID family = SessionStore.family(tx, actor.session());
        if (family == null) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "The session has ended.");
        }
        return family;
    }

    /**
     * Whose password it still is, locked until the transaction ends. Whoever has changed it since it was shown has ended all
     * that it had opened, and what it opens now would escape that.
     */
    static Outcome<UUID> still(Tx tx, Verified known) {
        PersonLock.take(tx, known.person());
        return MemberStore.hasHash(tx, known.person(), known.hash())
                ? Outcome.done(known.person())
                : wrongCredentials();
    }

    private static <T> Outcome<T> wrongCredentials() {
        return Outcome.refused(UserErrorCode.CREDENTIALS_INVALID, "The e-mail address or the password is wrong.");
    }

    private boolean isKnown(String email, String address) {
        return email.length() <= Checks.LONGEST_EMAIL
                && sql.everywhere(tx -> SessionStore.addresses(tx, email.strip())).stream()
                        .anyMatch(known -> Brakes.isSameNetwork(known, address));
    }

    /** Opens a session in a running transaction, unless something else is to be shown first. */
    Admission admit(Tx tx, Membership membership, Origin origin) {
        SecondStep step = factors.secondStep(
                tx, membership.person().id(), membership.studio().id());
        return step == null ? open(tx, membership, origin) : new SignIn.Half(step);
    }

    /** Opens a session in a running transaction. */
    Grant open(Tx tx, Membership membership, Origin origin) {
        return open(tx, membership, null, origin);
    }

    private Grant open(Tx tx, Membership membership, @Nullable UUID root, Origin origin) {
        UUID session = ids.next();
        UUID studio = membership.studio().id();
        UUID person = membership.person().id();
        PersonLock.take(tx, person);
        SessionStore.insert(tx, studio, session, person, root, origin, clock.instant());
        return new Grant(session, membership, addToken(tx, studio, session));
    }

    /** What the person gets. */
    SignIn signIn(Admission admission) {
        return switch (admission) {
            case Grant grant -> signed(grant);
            case SignIn.Half half -> half;
        };
    }

    /** The session as its owner gets it. */
    Session signed(Grant grant) {
        Membership membership = grant.membership();
        Actor.Member actor = membership.actor(grant.session());
        AccessTokens.Minted minted = accessTokens.mint(actor);
        return new Session(
                minted.text(),
                minted.expiresAt(),
                grant.refresh(),
                new Viewer(actor, membership.person(), membership.studio(), membership.role()));
    }

    private Secret addToken(Tx tx, UUID studio, UUID session) {
        OpaqueToken token = OpaqueToken.random(random, "");
        SessionStore.addToken(tx, studio, session, token.hash(), clock.instant().plus(REFRESH_LASTS));
        return token.secret();
    }

    static <T> Outcome<T> noStudio() {
        return Outcome.refused(UserErrorCode.WRONG_STATE, "You belong to no studio now; ask for an invitation.");
    }

    static <T> Outcome<T> noSuchStudio(String... path) {
        return Outcome.refused(UserErrorCode.NOT_FOUND, "You belong to no such studio.", path);
    }

    private static Outcome<Grant> ended() {
        return Outcome.refused(UserErrorCode.TOKEN_INVALID, "The session has ended; sign in again.", "refreshToken");
    }
}
