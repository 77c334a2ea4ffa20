package io.viralforge.identity;

import io.micronaut.context.BeanProvider;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Singleton;
import java.net.URI;

/** Where browsers reach this installation. */
@Singleton
final class PublicAddress {
    private final IdentityConfig config;
    private final BeanProvider<EmbeddedServer> server;

    PublicAddress(IdentityConfig config, BeanProvider<EmbeddedServer> server) {
        this.config = config;
        this.server = server;
    }

    /** The configured address, else the one this server listens at; without a trailing slash. */
    URI get() {
        URI configured = config.publicAddress();
        return configured != null ? configured : server.get().getURI();
    }
}
