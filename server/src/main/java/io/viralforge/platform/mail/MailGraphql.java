package io.viralforge.platform.mail;

import graphql.schema.idl.RuntimeWiring;
import io.viralforge.platform.graphql.GraphqlFeature;
import jakarta.inject.Singleton;

/** Whether the installation sends mail. */
@Singleton
final class MailGraphql implements GraphqlFeature {
    private final MailConfig config;

    MailGraphql(MailConfig config) {
        this.config = config;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Service", type -> type.dataFetcher("hasMail", env -> config.url() != null));
    }
}
