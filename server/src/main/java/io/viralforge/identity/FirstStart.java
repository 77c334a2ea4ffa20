package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.viralforge.identity.token.SigningKeys;
import io.viralforge.platform.health.Probe;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.net.URI;

/**
 * Makes at a start what the first one needs: the signing key, the local secret, the first operator's link. The server
 * counts as ready only then, for whoever waits for that looks for them.
 */
@Singleton
@Requires(beans = Sql.class)
final class FirstStart implements ApplicationEventListener<ServerStartupEvent>, Probe {
    private final SigningKeys keys;
    private final LocalAccess local;
    private final Invitations invitations;
    private final SetupLink setupLink;
    private final IdentityConfig config;
    private final Revocations revocations;
    private volatile boolean isDone;

    FirstStart(
            SigningKeys keys,
            LocalAccess local,
            Invitations invitations,
            SetupLink setupLink,
            IdentityConfig config,
            Revocations revocations) {
        this.keys = keys;
        this.local = local;
        this.invitations = invitations;
        this.setupLink = setupLink;
        this.config = config;
        this.revocations = revocations;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        revocations.listen();
        keys.signer();
        local.prepare();
        OneTimeLink link = invitations.setup();
        if (link == null) {
            setupLink.withdraw();
        } else {
            URI own = config.publicAddress();
            setupLink.offer((own != null ? own : event.getSource().getURI()).resolve(link.url()));
        }
        isDone = true;
    }

    @Override
    public String name() {
        return "identity";
    }

    @Override
    public boolean isRequired() {
        return true;
    }

    @Override
    public boolean isUp() {
        return isDone;
    }
}
