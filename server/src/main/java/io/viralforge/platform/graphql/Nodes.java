package io.viralforge.platform.graphql;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLObjectType;
import graphql.schema.TypeResolver;
import graphql.schema.idl.RuntimeWiring;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.id.Id;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;

/** {@code node} and {@code nodes}: whatever has an id, found by whichever feature owns its type. */
final class Nodes {
    private static final int MOST = 100;
    private static final String LOADER = "node";

    private final Map<Id.Type, NodeType<?>> byIdType = new EnumMap<>(Id.Type.class);
    private final Map<Class<?>, String> names = new HashMap<>();

    Nodes(List<NodeType<?>> types) {
        for (NodeType<?> type : types) {
            if (byIdType.put(type.idType(), type) != null || names.put(type.javaType(), type.typeName()) != null) {
                throw new IllegalStateException("two features claim " + type);
            }
        }
    }

    void wire(RuntimeWiring.Builder wiring) {
        TypeResolver resolver = env -> {
            Object node = Objects.requireNonNull(env.getObject());
            String name = names.get(node.getClass());
            GraphQLObjectType type = name == null ? null : env.getSchema().getObjectType(name);
            return Objects.requireNonNull(type, () -> "no node type is made of " + node.getClass());
        };
        wiring.type("Node", node -> node.typeResolver(resolver));
        wiring.type("Query", query -> query.dataFetcher("node", Nodes::node).dataFetcher("nodes", Nodes::nodes));
    }

    Loader<Id, Object> loader() {
        return new Loader<>(LOADER, this::find);
    }

    private Map<Id, Object> find(Actor actor, Set<Id> ids) {
        Map<Id, Object> found = new HashMap<>();
        Map<Id.Type, Set<UUID>> byType =
                ids.stream().collect(Collectors.groupingBy(Id::type, Collectors.mapping(Id::uuid, Collectors.toSet())));
        byType.forEach((type, uuids) -> {
            NodeType<?> feature = byIdType.get(type);
            if (feature != null) {
                feature.find().apply(actor, uuids).forEach((uuid, node) -> found.put(new Id(type, uuid), node));
            }
        });
        return found;
    }

    private static CompletableFuture<@Nullable Object> node(DataFetchingEnvironment env) {
        return load(env, Objects.requireNonNull(env.getArgument("id")));
    }

    private static CompletableFuture<List<@Nullable Object>> nodes(DataFetchingEnvironment env) {
        List<String> ids = Objects.requireNonNull(env.getArgument("ids"));
        if (ids.size() > MOST) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "ids may hold at most " + MOST + ".");
        }
        List<CompletableFuture<@Nullable Object>> nodes =
                ids.stream().map(id -> load(env, id)).toList();
        return CompletableFuture.allOf(nodes.toArray(CompletableFuture[]::new)).thenApply(all -> {
            List<@Nullable Object> found = new ArrayList<>();
            nodes.forEach(node -> found.add(node.join()));
            return found;
        });
    }

    private static CompletableFuture<@Nullable Object> load(DataFetchingEnvironment env, String text) {
        Id id = Id.parse(text);
        if (id == null) {
            return CompletableFuture.completedFuture(null);
        }
        DataLoader<Id, @Nullable Object> loader =
                Objects.requireNonNull(env.<Id, @Nullable Object>getDataLoader(LOADER));
        return loader.load(id);
    }
}
