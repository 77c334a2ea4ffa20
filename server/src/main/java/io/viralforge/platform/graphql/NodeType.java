package io.viralforge.platform.graphql;

import io.viralforge.platform.id.Id;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * A type that implements Node.
 *
 * @param idType prefix of its ids
 * @param typeName its name in the schema
 * @param javaType the record that fetchers return for it
 * @param find those of the ids that exist and that the actor may see
 */
public record NodeType<T>(
        Id.Type idType, String typeName, Class<T> javaType, BiFunction<Actor, Set<UUID>, Map<UUID, T>> find) {}
