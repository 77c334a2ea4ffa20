package io.viralforge.platform.graphql;

import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.VariableDefinition;
import graphql.language.VariableReference;
import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What operations cost in points, as {@code @cost} and {@code @listSize} in the schema say. A size multiplies the list it
 * belongs to: the field itself, or the lists right below it, as in a connection. What {@code @skip} and {@code @include}
 * leave out counts. Documents have passed {@link Shape}, so walking them is cheap.
 */
final class Costs {
    /** Of {@code __schema} and {@code __type}, whatever is below: strangers get no larger answer. */
    private static final int INTROSPECTION = 100;

    private static final int LONGEST_LIST = 100;

    /** What the schema says of a field. */
    private record Price(int weight, @Nullable String slicingArgument, int assumedSize, boolean isList) {}

    /** Points below a field: of lists, which a size multiplies, and of the rest. */
    private record Points(long ofLists, long ofRest) {
        Points and(Points other) {
            return new Points(capped(ofLists + other.ofLists), capped(ofRest + other.ofRest));
        }

        long times(long size) {
            return capped(ofLists * size + ofRest);
        }
    }

    private final GraphQLSchema schema;
    private final Map<GraphQLFieldDefinition, Price> prices = new ConcurrentHashMap<>();

    Costs(GraphQLSchema schema) {
        this.schema = schema;
    }

    /** One operation with its variables. */
    Priced of(Document document, OperationDefinition operation, Map<String, @Nullable Object> variables) {
        return new Priced(document, operation, variables);
    }

    private static long capped(long points) {
        return Math.min(points, Integer.MAX_VALUE);
    }

    private Price price(GraphQLFieldDefinition field) {
        return prices.computeIfAbsent(field, Costs::read);
    }

    private static Price read(GraphQLFieldDefinition field) {
        GraphQLAppliedDirective cost = field.getAppliedDirective("cost");
        GraphQLAppliedDirective list = field.getAppliedDirective("listSize");
        boolean isComposite = GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLCompositeType;
        return new Price(
                cost == null ? (isComposite ? 1 : 0) : (int) value(cost, "weight"),
                list == null ? null : (String) value(list, "slicingArgument"),
                list == null ? 1 : (int) value(list, "assumedSize"),
                GraphQLTypeUtil.isList(GraphQLTypeUtil.unwrapNonNull(field.getType())));
    }

    private static Object value(GraphQLAppliedDirective directive, String argument) {
        return Objects.requireNonNull(
                Objects.requireNonNull(directive.getArgument(argument)).getValue());
    }

    final class Priced {
        private final OperationDefinition operation;
        private final Map<String, @Nullable Object> variables;
        private final Map<String, FragmentDefinition> fragments = new HashMap<>();

        private Priced(Document document, OperationDefinition operation, Map<String, @Nullable Object> variables) {
            this.operation = operation;
            this.variables = variables;
            document.getDefinitionsOfType(FragmentDefinition.class)
                    .forEach(fragment -> fragments.put(fragment.getName(), fragment));
        }

        /** The most it can cost; at least 1. */
        long requested() {
            return Math.max(1, below(operation.getSelectionSet(), root()).times(1));
        }

        /** What the lists that came made of it; at least 1. */
        long actual(Map<?, ?> data) {
            return Math.max(1, found(operation.getSelectionSet(), root(), data));
        }

        private GraphQLObjectType root() {
            GraphQLObjectType type = switch (operation.getOperation()) {
                case QUERY -> schema.getQueryType();
                case MUTATION -> schema.getMutationType();
                case SUBSCRIPTION -> schema.getSubscriptionType();
            };
            return Objects.requireNonNull(type);
        }

        private Points below(@Nullable SelectionSet selections, @Nullable GraphQLFieldsContainer type) {
            Points points = new Points(0, 0);
            if (selections != null) {
                for (Selection<?> selection : selections.getSelections()) {
                    points = points.and(
                            switch (selection) {
                                case Field field -> of(field, type);
                                case InlineFragment fragment -> below(fragment.getSelectionSet(), type(fragment, type));
                                case FragmentSpread spread ->
                                    below(fragment(spread).getSelectionSet(), type(spread));
                                default -> throw new IllegalStateException("a new kind of selection: " + selection);
                            });
                }
            }
            return points;
        }

        private Points of(Field field, @Nullable GraphQLFieldsContainer type) {
            GraphQLFieldDefinition definition = definition(field, type);
            if (definition == null) {
                return new Points(0, introspection(field));
            }
            Price price = price(definition);
            Points below = below(field.getSelectionSet(), container(definition));
            long size = size(field, definition, price);
            return price.isList()
                    ? new Points(capped((price.weight() + below.times(1)) * size), 0)
                    : new Points(0, capped(price.weight() + below.times(size)));
        }

        private long found(@Nullable SelectionSet selections, @Nullable GraphQLFieldsContainer type, Map<?, ?> data) {
            long points = 0;
            if (selections != null) {
                for (Selection<?> selection : selections.getSelections()) {
                    points = capped(points
                            + switch (selection) {
                                case Field field -> found(field, type, data);
                                case InlineFragment fragment ->
                                    found(fragment.getSelectionSet(), type(fragment, type), data);
                                case FragmentSpread spread ->
                                    found(fragment(spread).getSelectionSet(), type(spread), data);
                                default -> throw new IllegalStateException("a new kind of selection: " + selection);
                            });
                }
            }
            return points;
        }

        /** Nothing for a field of another type than the one that came. */
        private long found(Field field, @Nullable GraphQLFieldsContainer type, Map<?, ?> data) {
            if (!data.containsKey(field.getResultKey())) {
                return 0;
            }
            GraphQLFieldDefinition definition = definition(field, type);
            if (definition == null) {
                return introspection(field);
            }
            Object value = data.get(field.getResultKey());
            Collection<?> all = value instanceof Collection<?> list ? list : List.of(value == null ? "" : value);
            long points = 0;
            for (Object each : all) {
                points += price(definition).weight();
                if (each instanceof Map<?, ?> object) {
                    points += found(field.getSelectionSet(), container(definition), object);
                }
            }
            return capped(points);
        }

        private static int introspection(Field field) {
            return field.getName().equals("__typename") ? 0 : INTROSPECTION;
        }

        /** Null for introspection. */
        private static @Nullable GraphQLFieldDefinition definition(Field field, @Nullable GraphQLFieldsContainer type) {
            return field.getName().startsWith("__") || type == null ? null : type.getFieldDefinition(field.getName());
        }

        /** Null for a scalar, and for a union, which has no fields of its own. */
        private static @Nullable GraphQLFieldsContainer container(GraphQLFieldDefinition field) {
            return GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLFieldsContainer type ? type : null;
        }

        private @Nullable GraphQLFieldsContainer type(InlineFragment fragment, @Nullable GraphQLFieldsContainer above) {
            return fragment.getTypeCondition() == null
                    ? above
                    : named(fragment.getTypeCondition().getName());
        }

        private @Nullable GraphQLFieldsContainer type(FragmentSpread spread) {
            return named(fragment(spread).getTypeCondition().getName());
        }

        private @Nullable GraphQLFieldsContainer named(String name) {
            return schema.getType(name) instanceof GraphQLFieldsContainer type ? type : null;
        }

        private FragmentDefinition fragment(FragmentSpread spread) {
            return Objects.requireNonNull(fragments.get(spread.getName()));
        }

        /** How long the list can become: what is more than allowed is refused by the field itself. */
        private long size(Field field, GraphQLFieldDefinition definition, Price price) {
            if (price.slicingArgument() == null) {
                return 1;
            }
            GraphQLArgument argument = Objects.requireNonNull(definition.getArgument(price.slicingArgument()));
            long size = switch (given(field, argument)) {
                case IntValue literal -> literal.getValue().longValue();
                case ArrayValue literal -> literal.getValues().size();
                case Number number -> number.longValue();
                case Collection<?> list -> list.size();
                case null -> price.assumedSize();
                case NullValue nothing -> price.assumedSize();
                default -> 1;
            };
            return Math.clamp(size, 0, LONGEST_LIST);
        }

        /** The argument's value, as JSON or as it stands in the document. */
        private @Nullable Object given(Field field, GraphQLArgument argument) {
            Object value = field.getArguments().stream()
                    .filter(each -> each.getName().equals(argument.getName()))
                    .findFirst()
                    .map(Argument::getValue)
                    .orElse(null);
            if (value instanceof VariableReference reference) {
                value = variables.containsKey(reference.getName())
                        ? variables.get(reference.getName())
                        : usual(reference.getName());
            }
            return value == null && argument.hasSetDefaultValue()
                    ? GraphQLArgument.getArgumentDefaultValue(argument)
                    : value;
        }

        private @Nullable Object usual(String variable) {
            return operation.getVariableDefinitions().stream()
                    .filter(each -> each.getName().equals(variable))
                    .findFirst()
                    .map(VariableDefinition::getDefaultValue)
                    .orElse(null);
        }
    }
}
