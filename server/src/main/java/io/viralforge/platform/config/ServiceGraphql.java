package io.viralforge.platform.config;

import graphql.schema.idl.RuntimeWiring;
import io.micronaut.context.annotation.Value;
import io.viralforge.platform.graphql.GraphqlFeature;
import jakarta.inject.Singleton;

/** {@code Query.service}: what the installation is. What it can do, the features themselves add to the type Service. */
@Singleton
final class ServiceGraphql implements GraphqlFeature {
    private final Service service;

    ServiceGraphql(@Value("${viralforge.version}") String version) {
        this.service = new Service(version);
    }

    /** The installation. */
    record Service(String version) {}

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", type -> type.dataFetcher("service", env -> service));
    }
}
