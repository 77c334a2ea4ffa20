package io.viralforge.codegen;

import graphql.introspection.Introspection;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.InlineFragment;
import graphql.language.Node;
import graphql.language.OperationDefinition;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.idl.TypeUtil;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the inputs and enums that a client's operations reach; no others are generated. */
final class SharedTypes {
    private final GraphQLSchema schema;
    private final SortedMap<String, GraphQLNamedType> found = new TreeMap<>();

    SharedTypes(GraphQLSchema schema) {
        this.schema = schema;
    }

    SortedMap<String, GraphQLNamedType> found() {
        return found;
    }

    void add(Sources.Client client) {
        for (OperationDefinition operation : client.operations().values()) {
            operation
                    .getVariableDefinitions()
                    .forEach(variable -> reach(schema.getType(
                            TypeUtil.unwrapAll(variable.getType()).getName())));
            walk(operation.getSelectionSet(), root(operation));
        }
        for (FragmentDefinition fragment : client.fragments().values()) {
            walk(
                    fragment.getSelectionSet(),
                    schema.getType(fragment.getTypeCondition().getName()));
        }
    }

    private void walk(Node<?> selections, @Nullable GraphQLType parent) {
        for (Node<?> child : selections.getChildren()) {
            if (child instanceof Field field && parent instanceof GraphQLFieldsContainer container) {
                if (field.getName().equals(Introspection.TypeNameMetaFieldDef.getName())) {
                    continue;
                }
                var definition = Objects.requireNonNull(container.getFieldDefinition(field.getName()));
                var type = GraphQLTypeUtil.unwrapAll(definition.getType());
                reach(type);
                if (field.getSelectionSet() != null) {
                    walk(field.getSelectionSet(), type);
                }
            } else if (child instanceof InlineFragment inline) {
                var condition = inline.getTypeCondition();
                walk(inline.getSelectionSet(), condition == null ? parent : schema.getType(condition.getName()));
            }
        }
    }

    private void reach(@Nullable GraphQLType type) {
        switch (type) {
            case GraphQLEnumType enumType -> found.put(enumType.getName(), enumType);
            case GraphQLInputObjectType input -> {
                if (found.put(input.getName(), input) == null) {
                    input.getFieldDefinitions().forEach(f -> reach(GraphQLTypeUtil.unwrapAll(f.getType())));
                }
            }
            case null, default -> {
                // Scalars have their Java type; results get a class for each selection.
            }
        }
    }

    private GraphQLType root(OperationDefinition operation) {
        return Objects.requireNonNull(
                switch (operation.getOperation()) {
                    case QUERY -> schema.getQueryType();
                    case MUTATION -> schema.getMutationType();
                    case SUBSCRIPTION -> schema.getSubscriptionType();
                });
    }
}
