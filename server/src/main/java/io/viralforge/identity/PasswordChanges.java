package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.factors.Challenges;
import io.viralforge.identity.factors.Codes;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What ends with a password: whatever somebody may have opened or begun who knew it. API keys, invitations and factors stay;
 * they are done with once they are made, are seen in lists and told by mail.
 */
@Singleton
@Requires(beans = Sql.class)
final class PasswordChanges {
    private final InstantSource clock;
    private final Revocations revocations;
    private final Notices notices;

    PasswordChanges(InstantSource clock, Revocations revocations, Notices notices) {
        this.clock = clock;
        this.revocations = revocations;
        this.notices = notices;
    }

    /**
     * To be done in the transaction that has set a new one, and so holds the person's lock; the sessions that end.
     *
     * @param kept the session that goes on with its family, null: none
     */
    List<UUID> changed(Tx tx, UUID person, @Nullable UUID kept) {
        Challenges.forget(tx, person);
        Codes.forgetBegun(tx, person);
        PasswordResets.voidLink(tx, person);
        EmailVerifications.voidChange(tx, person);
        List<UUID> sessions = SessionStore.revokeOthers(tx, person, kept, clock.instant());
        tx.afterCommit(() -> sessions.forEach(revocations::session));
        notices.send(tx, person, new Notice.PasswordChanged());
        return sessions;
    }
}
