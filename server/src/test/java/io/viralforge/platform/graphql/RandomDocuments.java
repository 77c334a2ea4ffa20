package io.viralforge.platform.graphql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import io.viralforge.testing.TestServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Documents made at random from the schema, valid by its rules, with arguments nobody sends who means well. The same
 * random numbers make the same documents.
 */
public final class RandomDocuments {
    /** In ASCII, because half a pair of surrogates can be said in no other way. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final int DEPTH = 5;
    private static final int MOST_FIELDS = 4;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "\0",
            "a\r\nSet-Cookie: b=c",
            "'; DROP TABLE person; --",
            "%s%n%x",
            "${jndi:ldap://127.0.0.1/a}",
            "../../../etc/passwd",
            "<script>alert(1)</script>",
            "\u202egnp.exe",
            "\ud83d\ude00".repeat(100),
            "\ud800",
            "\ufeff\u200b",
            "x".repeat(10_000),
            "null",
            "-1",
            "e0",
            "e-1",
            "eZZZZZZZZZZZZZ",
            "AAAA",
            "MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw");
    private static final List<String> TIMES = List.of(
            "2026-07-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "2026-02-30T00:00:00Z",
            "2026-07-01",
            "+1000000000-12-31T23:59:59Z",
            "");
    private static final List<String> LENGTHS = List.of(
            "PT0S",
            "PT0.000000001S",
            "P1D",
            "PT2562047788015215H30M7.999999999S",
            "P106751991167300D",
            "-PT1S",
            "P1Y",
            "");
    private static final List<String> PLACES = List.of(
            "https://example.org/",
            "http://169.254.169.254/latest",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "//x",
            "http://[::1",
            "");
    private static final List<Object> NUMBERS =
            List.of(0, 1, 2, 7, 100, 101, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1_000_000);
    private static final List<Object> LONGS = List.of(0L, 1L, -1L, 5L, Long.MAX_VALUE, Long.MIN_VALUE);
    private static final List<Object> FRACTIONS = List.of(0.0, 0.5, -0.5, 1.0, 1e308, -1e308, 4.9E-324);

    /**
     * An operation.
     *
     * @param kind query, mutation or subscription
     */
    public record Asked(String kind, String document, Map<String, @Nullable Object> variables) {
        /** As a request's body. */
        public String json() {
            return text(Map.of("query", document, "variables", variables));
        }
    }

    private final GraphQLSchema schema;
    private final RandomGenerator random;
    private final List<String> ids;

    /** @param ids of things that exist */
    private RandomDocuments(GraphQLSchema schema, RandomGenerator random, List<String> ids) {
        this.schema = schema;
        this.random = random;
        this.ids = ids;
    }

    /** Documents for a server. Ids that exist are asked about as well as such that do not. */
    public static RandomDocuments of(TestServer server, RandomGenerator random, List<String> ids) {
        return new RandomDocuments(server.bean(Schema.class).graphql(), random, ids);
    }

    public Asked next() {
        String type = pick(List.of("Query", "Query", "Query", "Mutation", "Mutation", "Subscription"));
        return new Writer(type).write();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private boolean chance(int inTen) {
        return random.nextInt(10) < inTen;
    }

    private static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One document; names are given in order, so that none is used twice. */
    private final class Writer {
        private final String type;
        private final Map<String, String> declared = new LinkedHashMap<>();
        private final Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        private final List<String> fragments = new ArrayList<>();
        private int names;

        Writer(String type) {
            this.type = type;
        }

        Asked write() {
            GraphQLObjectType root = Objects.requireNonNull(schema.getObjectType(type));
            int fields = type.equals("Subscription") ? 1 : 1 + random.nextInt(3);
            String selected = Stream.generate(() -> field(pick(root.getFieldDefinitions()), 0, fields == 1))
                    .limit(fields)
                    .collect(Collectors.joining(" "));
            String kind = type.toLowerCase(Locale.ROOT);
            String heads = declared.isEmpty()
                    ? ""
                    : declared.entrySet().stream()
                            .map(each -> "$" + each.getKey() + ": " + each.getValue())
                            .collect(Collectors.joining(", ", "(", ")"));
            return new Asked(
                    kind, kind + " Fuzz" + heads + " { " + selected + " } " + String.join(" ", fragments), variables);
        }

        private String field(GraphQLFieldDefinition field, int depth, boolean isAlone) {
            String name = chance(8) || depth == 0 ? "a" + names++ + ": " + field.getName() : field.getName();
            String alias = field.getArguments().isEmpty() ? name : "b" + names++ + ": " + field.getName();
            return alias
                    + arguments(field)
                    + directive(isAlone && type.equals("Subscription"))
                    + selection(field.getType(), depth + 1);
        }

        /** The root field of a subscription must be there. */
        private String directive(boolean isForbidden) {
            if (isForbidden || !chance(1)) {
                return "";
            }
            return (chance(5) ? " @include" : " @skip") + "(if: " + value(nonNullBoolean()) + ")";
        }

        private GraphQLType nonNullBoolean() {
            return GraphQLNonNull.nonNull(Objects.requireNonNull(schema.getType("Boolean")));
        }

        private String selection(GraphQLType type, int depth) {
            return switch (GraphQLTypeUtil.unwrapAll(type)) {
                case GraphQLObjectType object -> " { " + members(object, depth) + " }";
                case GraphQLInterfaceType kind ->
                    " { __typename "
                            + alternatives(Objects.requireNonNull(schema.getImplementations(kind)), depth)
                            + " }";
                case GraphQLUnionType union ->
                    " { __typename "
                            + alternatives(
                                    union.getTypes().stream()
                                            .map(GraphQLObjectType.class::cast)
                                            .toList(),
                                    depth)
                            + " }";
                default -> "";
            };
        }

        private String alternatives(List<GraphQLObjectType> types, int depth) {
            return Stream.of(pick(types), pick(types))
                    .map(each -> "... on " + each.getName() + " { " + members(each, depth) + " }")
                    .collect(Collectors.joining(" "));
        }

        private String members(GraphQLObjectType type, int depth) {
            List<String> selected = new ArrayList<>(List.of("__typename"));
            for (int n = 1 + random.nextInt(MOST_FIELDS); n > 0; n--) {
                GraphQLFieldDefinition field = pick(type.getFieldDefinitions());
                boolean isLeaf = selection(field.getType()).isEmpty();
                if (isLeaf || depth < DEPTH) {
                    // Every one has a name of its own: two of a name would have to agree.
                    selected.add("c" + names++ + ": " + field.getName() + arguments(field) + directive(false)
                            + selection(field.getType(), depth + 1));
                }
            }
            String all = String.join(" ", selected);
            if (!chance(2)) {
                return all;
            }
            String name = "F" + names++;
            fragments.add("fragment " + name + " on " + type.getName() + " { " + all + " }");
            return "..." + name;
        }

        private String selection(GraphQLType type) {
            return GraphQLTypeUtil.unwrapAll(type) instanceof GraphQLObjectType
                            || GraphQLTypeUtil.unwrapAll(type) instanceof GraphQLInterfaceType
                            || GraphQLTypeUtil.unwrapAll(type) instanceof GraphQLUnionType
                    ? "{}"
                    : "";
        }

        private String arguments(GraphQLFieldDefinition field) {
            List<String> written = new ArrayList<>();
            for (GraphQLArgument argument : field.getArguments()) {
                boolean isNeeded = GraphQLTypeUtil.isNonNull(argument.getType()) && !argument.hasSetDefaultValue();
                if (isNeeded || chance(5)) {
                    written.add(argument.getName() + ": "
                            + (argument.getName().equals("first") && chance(8) ? "2" : value(argument.getType())));
                }
            }
            return written.isEmpty() ? "" : "(" + String.join(", ", written) + ")";
        }

        /** In the document, or as a variable. */
        private String value(GraphQLType type) {
            if (chance(3)) {
                String name = "v" + names++;
                declared.put(name, GraphQLTypeUtil.simplePrint(type));
                variables.put(name, plain(type, 0));
                return "$" + name;
            }
            return literal(type, plain(type, 0));
        }

        private @Nullable Object plain(GraphQLType type, int depth) {
            if (type instanceof GraphQLNonNull required) {
                return present(required.getWrappedType(), depth);
            }
            return chance(1) ? null : present(type, depth);
        }

        private Object present(GraphQLType type, int depth) {
            return switch (type) {
                case GraphQLNonNull required -> present(required.getWrappedType(), depth);
                case GraphQLList list ->
                    Stream.generate(() -> list.getWrappedType())
                            .limit(random.nextInt(3))
                            .map(item -> present(item, depth))
                            .toList();
                case GraphQLEnumType choice -> pick(choice.getValues()).getName();
                case GraphQLInputObjectType input -> members(input, depth);
                default ->
                    switch (GraphQLTypeUtil.unwrapAll(type).getName()) {
                        case "ID" -> chance(7) ? pick(ids) : pick(TEXTS);
                        case "Int" -> pick(NUMBERS);
                        case "Long" -> pick(LONGS);
                        case "Float" -> pick(FRACTIONS);
                        case "Boolean" -> random.nextBoolean();
                        case "DateTime" -> pick(TIMES);
                        case "Duration" -> pick(LENGTHS);
                        case "URL" -> pick(PLACES);
                        default -> pick(TEXTS);
                    };
            };
        }

        private Map<String, @Nullable Object> members(GraphQLInputObjectType input, int depth) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            if (input.isOneOf()) {
                GraphQLInputObjectField one = pick(input.getFields());
                members.put(one.getName(), present(one.getType(), depth + 1));
                return members;
            }
            for (GraphQLInputObjectField field : input.getFields()) {
                boolean isNeeded = GraphQLTypeUtil.isNonNull(field.getType()) && !field.hasSetDefaultValue();
                if (isNeeded || (depth < DEPTH && chance(5))) {
                    members.put(field.getName(), plain(field.getType(), depth + 1));
                }
            }
            return members;
        }

        private String literal(GraphQLType type, @Nullable Object value) {
            return switch (value) {
                case null -> "null";
                case List<?> items -> {
                    GraphQLType item = GraphQLTypeUtil.unwrapOne(GraphQLTypeUtil.unwrapNonNull(type));
                    yield items.stream().map(each -> literal(item, each)).collect(Collectors.joining(", ", "[", "]"));
                }
                case Map<?, ?> members -> {
                    var input = (GraphQLInputObjectType) GraphQLTypeUtil.unwrapNonNull(type);
                    yield members.entrySet().stream()
                            .map(each -> each.getKey() + ": "
                                    + literal(
                                            Objects.requireNonNull(input.getField((String) each.getKey()))
                                                    .getType(),
                                            each.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
                }
                default ->
                    GraphQLTypeUtil.unwrapNonNull(type) instanceof GraphQLEnumType ? value.toString() : text(value);
            };
        }
    }
}
