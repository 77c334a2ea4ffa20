package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.net.URI;

/** Makes at a start what the first one needs: the signing key, the local secret, the first operator's link. */
@Singleton
@Requires(beans = Sql.class)
final class FirstStart implements ApplicationEventListener<ServerStartupEvent> {
    private final SigningKeys keys;
    private final LocalAccess local;
    private final Invitations invitations;
    private final SetupLink setupLink;
    private final IdentityConfig config;

    FirstStart(
            SigningKeys keys, LocalAccess local, Invitations invitations, SetupLink setupLink, IdentityConfig config) {
        this.keys = keys;
        this.local = local;
        this.invitations = invitations;
        this.setupLink = setupLink;
        this.config = config;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        keys.signer();
        local.prepare();
        Invitations.Link link = invitations.setup();
        if (link == null) {
            setupLink.withdraw();
        } else {
            URI own = config.publicAddress();
            setupLink.offer((own != null ? own : event.getSource().getURI()).resolve(link.url()));
        }
    }
}
