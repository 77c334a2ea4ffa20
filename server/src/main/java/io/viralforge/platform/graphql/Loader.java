package io.viralforge.platform.graphql;

import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Loads many at once what many fetchers of one operation ask for one by one.
 *
 * @param name unique among all features, such as {@code media.asset}
 * @param load the values that exist and that the actor may see, by key. Below a subscription only the actor's studio and
 *     scopes may matter: what a loader gives there is shared by all who have the same
 */
public record Loader<K, V>(String name, BiFunction<Actor, Set<K>, Map<K, V>> load) {}
