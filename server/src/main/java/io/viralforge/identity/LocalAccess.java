package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.password.Brakes;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Origin;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.secrets.OpaqueToken;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.secrets.SecretFile;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;

/**
 * Whoever can read the data folder runs the installation: they could read everything in it anyway. They are a person of
 * their own, so that what they do is told apart from what the operator does.
 */
@Singleton
@Requires(beans = Sql.class)
final class LocalAccess {
    private final Sql sql;
    private final InstantSource clock;
    private final Uuid7 ids;
    private final IdentityConfig config;
    private final Sessions sessions;
    private final Studios studios;
    private final Brakes brakes;
    private final SecureRandom random = new SecureRandom();

    LocalAccess(
            Sql sql,
            InstantSource clock,
            Uuid7 ids,
            IdentityConfig config,
            Sessions sessions,
            Studios studios,
            Brakes brakes) {
        this.sql = sql;
        this.clock = clock;
        this.ids = ids;
        this.config = config;
        this.sessions = sessions;
        this.studios = studios;
        this.brakes = brakes;
    }

    /** Makes the secret's file when it is wanted and missing. */
    void prepare() {
        Path file = config.localSession();
        if (file != null) {
            SecretFile.readOrCreate(file, () -> OpaqueToken.random(random, "").secret());
        }
    }

    /**
     * Signs in by the file's contents: into the sample studio or the operator's first.
     *
     * @param isExisting false: a sample studio that is missing is made
     * @throws CodedException THROTTLED, to whoever tries others
     */
    Outcome<Session> open(Secret secret, boolean isSample, boolean isExisting, Origin origin) {
        Path file = config.localSession();
        if (file == null
                || !Files.exists(file)
                || !new OpaqueToken(secret).matches(new OpaqueToken(SecretFile.read(file)))) {
            // Only now: strangers behind the same proxy must not keep whoever has the right one waiting.
            brakes.tryLink(origin.address());
            return Outcome.refused(
                    UserErrorCode.TOKEN_INVALID,
                    "That is not the secret of this installation's data folder.",
                    "input",
                    "secret");
        }
        return sql.everywhere(tx -> {
                    LocalStore.lock(tx);
                    UUID person = person(tx);
                    return (isSample ? sample(tx, person, isExisting) : operators(tx)).map(studio -> {
                        LocalStore.makeAdmin(tx, studio, person, ids.next(), clock.instant());
                        return sessions.open(
                                tx, Objects.requireNonNull(MemberStore.membership(tx, studio, person)), origin);
                    });
                })
                .map(sessions::signed);
    }

    private UUID person(Tx tx) {
        UUID known = LocalStore.person(tx);
        return known != null ? known : LocalStore.addPerson(tx, ids.next(), "Local access", clock.instant());
    }

    private Outcome<UUID> sample(Tx tx, UUID person, boolean isExisting) {
        UUID known = StudioStore.sample(tx);
        if (known == null && isExisting) {
            return Outcome.refused(UserErrorCode.WRONG_STATE, "There is no sample studio.", "input", "isExisting");
        }
        return Outcome.done(known != null ? known : studios.insert(tx, person, "Sample", "UTC", true));
    }

    private static Outcome<UUID> operators(Tx tx) {
        UUID studio = LocalStore.firstOperatorsStudio(tx);
        return studio != null
                ? Outcome.done(studio)
                : Outcome.refused(
                        UserErrorCode.WRONG_STATE,
                        "No operator has a studio yet: open the setup link that the server gave at its start.");
    }
}
