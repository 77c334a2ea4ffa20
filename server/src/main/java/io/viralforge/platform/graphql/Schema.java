package io.viralforge.platform.graphql;

import graphql.schema.DataFetcher;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.FieldWiringEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.WiringFactory;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The one schema: what the files under {@code schema/} declare, answered by the features. */
@Singleton
final class Schema {
    private final GraphQLSchema graphql;
    private final List<Loader<?, ?>> loaders = new ArrayList<>();
    private final RuntimeWiring wiring;

    Schema(List<GraphqlFeature> features) {
        Nodes nodes = new Nodes(features.stream()
                .flatMap(feature -> feature.nodeTypes().stream())
                .toList());
        features.forEach(feature -> loaders.addAll(feature.loaders()));
        loaders.add(nodes.loader());

        RuntimeWiring.Builder builder = RuntimeWiring.newRuntimeWiring()
                .wiringFactory(new Accessors())
                .directive("audited", new Audited())
                .directive("scope", new ScopeCheck());
        Scalars.all().forEach(builder::scalar);
        nodes.wire(builder);
        features.forEach(feature -> feature.wire(builder));
        wiring = builder.build();
        graphql = new SchemaGenerator().makeExecutableSchema(declared(features), wiring);
    }

    GraphQLSchema graphql() {
        return graphql;
    }

    List<Loader<?, ?>> loaders() {
        return loaders;
    }

    /** True when a feature answers the field by a fetcher of its own. */
    boolean hasFetcher(String type, String field) {
        return wiring.getDataFetchers().getOrDefault(type, Map.of()).containsKey(field);
    }

    private static TypeDefinitionRegistry declared(List<GraphqlFeature> features) {
        TypeDefinitionRegistry declared = new TypeDefinitionRegistry();
        Stream.concat(SchemaFiles.read().stream(), features.stream().map(GraphqlFeature::sdl))
                .filter(text -> !text.isEmpty())
                .forEach(text -> declared.merge(new SchemaParser().parse(text)));
        return declared;
    }

    /** Fields without a fetcher read an accessor. */
    private static final class Accessors implements WiringFactory {
        @Override
        public DataFetcher<?> getDefaultDataFetcher(FieldWiringEnvironment environment) {
            return new Accessor(environment.getFieldDefinition().getName());
        }
    }
}
