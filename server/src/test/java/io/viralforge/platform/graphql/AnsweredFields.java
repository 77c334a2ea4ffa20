package io.viralforge.platform.graphql;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import io.viralforge.platform.error.UserError;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds fields that nobody answers. Which class stands behind a type follows from the node types, from what features say,
 * from what a known record's accessors return, and else from a class of the same name.
 */
final class AnsweredFields {
    private static final Set<String> ROOTS = Set.of("Query", "Mutation", "Subscription");

    private final Schema schema;
    private final Map<String, Class<?>> byName;
    private final Map<String, Class<?>> known = new HashMap<>();
    private final Deque<String> toDo = new ArrayDeque<>();

    AnsweredFields(Schema schema, List<GraphqlFeature> features, Map<String, Class<?>> byName) {
        this.schema = schema;
        this.byName = byName;
        features.forEach(feature -> {
            feature.nodeTypes().forEach(type -> learn(type.typeName(), type.javaType()));
            feature.javaTypes().forEach(this::learn);
        });
        learn("PageInfo", Connection.PageInfo.class);
        learn("UserError", UserError.class);
    }

    /** Each with the reason, such as {@code Job.cost: Job has no accessor cost}. */
    List<String> missing() {
        GraphQLSchema graphql = schema.graphql();
        List<GraphQLObjectType> types = graphql.getAllTypesAsList().stream()
                .filter(type ->
                        type instanceof GraphQLObjectType && !type.getName().startsWith("__"))
                .map(GraphQLObjectType.class::cast)
                .toList();
        for (GraphQLObjectType type : types) {
            if (type.getName().endsWith("Connection")) {
                learn(type.getName(), Connection.class);
            } else if (type.getName().endsWith("Edge")) {
                learn(type.getName(), Connection.Edge.class);
            }
        }
        follow();
        for (GraphQLObjectType type : types) {
            Class<?> named = byName.get(type.getName());
            if (named != null) {
                learn(type.getName(), named);
                follow();
            }
        }
        List<String> missing = new ArrayList<>();
        types.forEach(type -> check(type, missing));
        return missing;
    }

    private void check(GraphQLObjectType type, List<String> missing) {
        String name = type.getName();
        // Maps, made by Payload; an entry that is missing there is an error when it is read.
        if (name.endsWith("Payload") || known.get(name) == Map.class) {
            return;
        }
        for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
            if (schema.hasFetcher(name, field.getName())) {
                continue;
            }
            Class<?> behind = known.get(name);
            if (ROOTS.contains(name)) {
                missing.add(name + "." + field.getName() + ": no fetcher");
            } else if (behind == null) {
                missing.add(name + "." + field.getName() + ": no fetcher, and nobody says what stands behind " + name);
            } else if (Accessor.find(behind, field.getName()) == null) {
                missing.add(name + "." + field.getName() + ": " + behind.getSimpleName() + " has no such accessor");
            }
        }
    }

    private void learn(String type, Class<?> behind) {
        if (known.putIfAbsent(type, behind) == null) {
            toDo.add(type);
        }
    }

    private void follow() {
        while (!toDo.isEmpty()) {
            String name = toDo.remove();
            Class<?> behind = known.get(name);
            if (!(schema.graphql().getType(name) instanceof GraphQLObjectType type) || behind == null) {
                continue;
            }
            for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
                Method accessor = Accessor.find(behind, field.getName());
                if (accessor != null
                        && !schema.hasFetcher(name, field.getName())
                        && GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLObjectType target) {
                    Class<?> returned = element(accessor.getGenericReturnType());
                    if (returned != null) {
                        learn(target.getName(), returned);
                    }
                }
            }
        }
    }

    /** The class itself, or that of the elements or the future's value. */
    private static @Nullable Class<?> element(Type type) {
        return switch (type) {
            case Class<?> plain when plain == Object.class || Map.class.isAssignableFrom(plain) -> null;
            case Class<?> plain -> plain;
            case ParameterizedType generic
            when generic.getActualTypeArguments().length == 1 -> element(generic.getActualTypeArguments()[0]);
            case WildcardType wildcard -> element(wildcard.getUpperBounds()[0]);
            case TypeVariable<?> variable -> null;
            default -> null;
        };
    }
}
