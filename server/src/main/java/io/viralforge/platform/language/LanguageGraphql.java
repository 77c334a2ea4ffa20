package io.viralforge.platform.language;

import graphql.schema.idl.RuntimeWiring;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.GraphqlFeature;
import jakarta.inject.Singleton;
import java.util.Map;

/** language.graphqls. */
@Singleton
final class LanguageGraphql implements GraphqlFeature {
    private final LanguageModel model;

    LanguageGraphql(LanguageModel model) {
        this.model = model;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                "Query",
                type -> type.dataFetcher("languageModel", env -> model.standing())
                        .dataFetcher("languageUsage", env -> model.usage(Caller.studio(env))));
    }

    @Override
    public Map<String, Class<?>> javaTypes() {
        return Map.of("LanguageModel", LanguageStanding.class);
    }
}
