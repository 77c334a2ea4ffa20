package io.viralforge.platform.graphql;

import graphql.schema.idl.RuntimeWiring;
import java.util.List;

/** A feature's part of the schema: one bean in each feature, named after it. Fetchers hold no logic. */
public interface GraphqlFeature {
    /** Adds the feature's fetchers. Fields that a record answers by an accessor of the same name need none. */
    void wire(RuntimeWiring.Builder wiring);

    /** What {@code node(id:)} can find here. */
    default List<NodeType<?>> nodeTypes() {
        return List.of();
    }

    /** Batch loaders for edges that lead here; a fetcher asks {@code env.getDataLoader(name)}. */
    default List<Loader<?, ?>> loaders() {
        return List.of();
    }
}
