package io.viralforge.platform.graphql;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLOutputType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import io.viralforge.testing.TestServer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Operations for every root field of the schema, made from the schema itself: a field that is added is asked too. What an
 * operation selects goes several types deep; its arguments are the required ones, and all those that take an id.
 */
public final class SchemaQuestions {
    private static final int DEPTH = 6;

    private final GraphQLSchema schema;

    private SchemaQuestions(GraphQLSchema schema) {
        this.schema = schema;
    }

    public static SchemaQuestions of(TestServer server) {
        return new SchemaQuestions(server.bean(Schema.class).graphql());
    }

    /**
     * One root field.
     *
     * @param type Query, Mutation or Subscription
     * @param scopes any of which opens it; none: it is open to everybody
     * @param takesIds whether an argument of it, or something within one, is an id
     */
    public record RootField(String type, String name, Set<String> scopes, boolean takesIds) {
        @Override
        public String toString() {
            return type + "." + name;
        }
    }

    public List<RootField> rootFields() {
        return Stream.of("Query", "Mutation", "Subscription")
                .flatMap(type -> fields(type).stream()
                        .map(field -> new RootField(type, field.getName(), scopes(field), takesIds(field))))
                .toList();
    }

    /** An operation that asks this field about that id. */
    public String about(RootField root, String id) {
        GraphQLFieldDefinition field = fields(root.type()).stream()
                .filter(each -> each.getName().equals(root.name()))
                .findFirst()
                .orElseThrow();
        return root.type().toLowerCase(Locale.ROOT) + " { " + field.getName() + arguments(field, id, root)
                + selection(field.getType(), List.of()) + " }";
    }

    private List<GraphQLFieldDefinition> fields(String type) {
        return Objects.requireNonNull(schema.getObjectType(type)).getFieldDefinitions();
    }

    private static Set<String> scopes(GraphQLFieldDefinition field) {
        var scope = field.getAppliedDirective("scope");
        return scope == null
                ? Set.of()
                : ((Collection<?>)
                                Objects.requireNonNull(scope.getArgument("any")).getValue())
                        .stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean takesIds(GraphQLFieldDefinition field) {
        return field.getArguments().stream().anyMatch(argument -> holdsId(argument.getType(), Set.of()));
    }

    private static boolean holdsId(GraphQLType type, Set<String> above) {
        var bare = GraphQLTypeUtil.unwrapAll(type);
        return bare.getName().equals("ID")
                || (bare instanceof GraphQLInputObjectType input
                        && !above.contains(input.getName())
                        && input.getFields().stream()
                                .anyMatch(field -> holdsId(field.getType(), with(above, input.getName()))));
    }

    private static Set<String> with(Set<String> names, String name) {
        return Stream.concat(names.stream(), Stream.of(name)).collect(Collectors.toUnmodifiableSet());
    }

    private static String arguments(GraphQLFieldDefinition field, String id, RootField root) {
        List<String> written = new ArrayList<>();
        for (GraphQLArgument argument : field.getArguments()) {
            if (argument.getName().equals("idempotencyKey")) {
                written.add("idempotencyKey: \"" + UUID.randomUUID() + "\"");
            } else if (argument.getName().equals("after") && root.type().equals("Subscription")) {
                written.add("after: \"e0\""); // From the very first event.
            } else if (argument.getName().equals("first")) {
                written.add("first: 3");
            } else if (isAsked(argument.getType(), argument.hasSetDefaultValue())) {
                written.add(argument.getName() + ": " + value(argument.getType(), id));
            }
        }
        return written.isEmpty() ? "" : "(" + String.join(", ", written) + ")";
    }

    private static boolean isAsked(GraphQLType type, boolean hasDefault) {
        return (GraphQLTypeUtil.isNonNull(type) && !hasDefault) || holdsId(type, Set.of());
    }

    private static String value(GraphQLType type, String id) {
        return switch (type) {
            case GraphQLNonNull required -> value(required.getWrappedType(), id);
            case GraphQLList list -> "[" + value(list.getWrappedType(), id) + "]";
            case GraphQLEnumType choice -> choice.getValues().getFirst().getName();
            case GraphQLInputObjectType input -> "{" + fields(input, id) + "}";
            default ->
                switch (GraphQLTypeUtil.unwrapAll(type).getName()) {
                    case "ID" -> "\"" + id + "\"";
                    case "Int", "Long" -> "1";
                    case "Float" -> "1.5";
                    case "Boolean" -> "false";
                    case "DateTime" -> "\"2031-01-01T00:00:00Z\"";
                    case "Duration" -> "\"PT1S\"";
                    case "Decimal" -> "\"1.5\"";
                    case "CurrencyCode" -> "\"EUR\"";
                    case "URL" -> "\"https://example.org/\"";
                    default -> "\"x\"";
                };
        };
    }

    private static String fields(GraphQLInputObjectType input, String id) {
        List<GraphQLInputObjectField> asked = input.isOneOf()
                ? List.of(input.getFields().stream()
                        .filter(field -> holdsId(field.getType(), Set.of()))
                        .findFirst()
                        .orElse(input.getFields().getFirst()))
                : input.getFields().stream()
                        .filter(field -> isAsked(field.getType(), field.hasSetDefaultValue()))
                        .toList();
        return asked.stream()
                .map(field -> field.getName() + ": " + value(field.getType(), id))
                .collect(Collectors.joining(", "));
    }

    /** All fields below that need no argument, but not the same type twice on one way down. */
    private String selection(GraphQLOutputType type, List<String> above) {
        var bare = GraphQLTypeUtil.unwrapAll(type);
        if (bare instanceof GraphQLInterfaceType kind) {
            return " { __typename "
                    + Objects.requireNonNull(schema.getImplementations(kind)).stream()
                            .map(each -> "... on " + each.getName() + fields(each, above, each.getName() + "_"))
                            .collect(Collectors.joining(" "))
                    + " }";
        }
        return bare instanceof GraphQLObjectType object ? fields(object, above, null) : "";
    }

    private String fields(GraphQLObjectType type, List<String> above, @Nullable String alias) {
        List<String> path =
                Stream.concat(above.stream(), Stream.of(type.getName())).toList();
        StringBuilder selected = new StringBuilder(" { __typename");
        for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
            var target = GraphQLTypeUtil.unwrapAll(field.getType());
            boolean isLeaf = !(target instanceof GraphQLObjectType || target instanceof GraphQLInterfaceType);
            boolean isNew = !above.contains(target.getName()) && path.size() < DEPTH;
            if (field.getArguments().stream()
                            .noneMatch(argument ->
                                    GraphQLTypeUtil.isNonNull(argument.getType()) && !argument.hasSetDefaultValue())
                    && (isLeaf || isNew)) {
                selected.append(' ');
                if (alias != null) {
                    selected.append(alias).append(field.getName()).append(": ");
                }
                selected.append(field.getName());
                if (field.getArgument("first") != null) {
                    selected.append("(first: 3)");
                }
                selected.append(selection(field.getType(), path));
            }
        }
        return selected.append(" }").toString();
    }
}
