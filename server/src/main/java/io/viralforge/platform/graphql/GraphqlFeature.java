package io.viralforge.platform.graphql;

import graphql.schema.idl.RuntimeWiring;
import java.util.List;
import java.util.Map;

/**
 * A part of the schema, one bean each, in the feature that it is of. Fetchers hold no logic. Several features may
 * answer fields of one type: what {@code Service} says comes from identity, media and jobs.
 */
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

    /**
     * The class behind a type of the schema, by the type's name, where it follows neither from {@link #nodeTypes} nor from
     * what a known record returns. A test uses it to see that each field is answered.
     */
    default Map<String, Class<?>> javaTypes() {
        return Map.of();
    }

    /** Schema text beyond the files under {@code schema/} on the class path: none, but for tests. */
    default String sdl() {
        return "";
    }
}
