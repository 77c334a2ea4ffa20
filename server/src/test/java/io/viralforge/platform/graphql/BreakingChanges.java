package io.viralforge.platform.graphql;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedSchemaElement;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a change of the schema takes away from clients that were written for the one before. (graphql-java's own comparison
 * overlooks an argument that becomes required.) Values added to an enum count as an addition: the schema says that clients
 * must expect them.
 */
final class BreakingChanges {
    private final List<String> found = new ArrayList<>();

    private BreakingChanges() {}

    static List<String> between(GraphQLSchema before, GraphQLSchema after) {
        BreakingChanges changes = new BreakingChanges();
        for (GraphQLNamedType type : before.getAllTypesAsList()) {
            GraphQLType now = after.getType(type.getName());
            if (now == null || now.getClass() != type.getClass()) {
                changes.found.add(type.getName() + " is gone or of another kind");
            } else {
                changes.compare(type, (GraphQLNamedType) now);
            }
        }
        return changes.found;
    }

    private void compare(GraphQLNamedType before, GraphQLNamedType after) {
        switch (before) {
            case GraphQLObjectType was
            when after instanceof GraphQLObjectType is -> {
                Set<String> lost = names(was.getInterfaces());
                lost.removeAll(names(is.getInterfaces()));
                lost.forEach(name -> found.add(was.getName() + " no longer implements " + name));
                fields(was.getName(), was.getFieldDefinitions(), is.getFieldDefinitions());
            }
            case GraphQLInterfaceType was
            when after instanceof GraphQLInterfaceType is ->
                fields(was.getName(), was.getFieldDefinitions(), is.getFieldDefinitions());
            case GraphQLInputObjectType was when after instanceof GraphQLInputObjectType is -> inputs(was, is);
            case GraphQLEnumType was
            when after instanceof GraphQLEnumType is -> {
                Set<String> lost = names(was.getValues());
                lost.removeAll(names(is.getValues()));
                lost.forEach(name -> found.add(was.getName() + "." + name + " is gone"));
            }
            default -> {}
        }
    }

    private static Set<String> names(Collection<? extends GraphQLNamedSchemaElement> elements) {
        return elements.stream().map(GraphQLNamedSchemaElement::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    private void fields(String type, List<GraphQLFieldDefinition> before, List<GraphQLFieldDefinition> after) {
        Map<String, GraphQLFieldDefinition> now = byName(after, GraphQLFieldDefinition::getName);
        for (GraphQLFieldDefinition was : before) {
            String name = type + "." + was.getName();
            GraphQLFieldDefinition is = now.get(was.getName());
            if (is == null) {
                found.add(name + " is gone");
                continue;
            }
            if (!isAtLeast(is.getType(), was.getType())) {
                found.add(name + " was " + text(was.getType()) + " and is " + text(is.getType()));
            }
            arguments(name, was.getArguments(), is.getArguments());
        }
    }

    private void arguments(String field, List<GraphQLArgument> before, List<GraphQLArgument> after) {
        Map<String, GraphQLArgument> now = byName(after, GraphQLArgument::getName);
        Map<String, GraphQLArgument> then = byName(before, GraphQLArgument::getName);
        then.forEach((name, was) -> {
            GraphQLArgument is = now.get(name);
            input(field + "(" + name + ")", was.getType(), is == null ? null : is.getType());
        });
        now.forEach((name, is) -> {
            if (!then.containsKey(name) && GraphQLTypeUtil.isNonNull(is.getType()) && !is.hasSetDefaultValue()) {
                found.add(field + "(" + name + ") is new and required");
            }
        });
    }

    private void inputs(GraphQLInputObjectType before, GraphQLInputObjectType after) {
        Map<String, GraphQLInputObjectField> now = byName(after.getFields(), GraphQLInputObjectField::getName);
        Map<String, GraphQLInputObjectField> then = byName(before.getFields(), GraphQLInputObjectField::getName);
        then.forEach((name, was) -> {
            GraphQLInputObjectField is = now.get(name);
            input(before.getName() + "." + name, was.getType(), is == null ? null : is.getType());
        });
        now.forEach((name, is) -> {
            if (!then.containsKey(name) && GraphQLTypeUtil.isNonNull(is.getType()) && !is.hasSetDefaultValue()) {
                found.add(before.getName() + "." + name + " is new and required");
            }
        });
    }

    private void input(String name, GraphQLInputType was, @Nullable GraphQLInputType is) {
        if (is == null) {
            found.add(name + " is gone");
        } else if (!isAtLeast(was, is)) {
            found.add(name + " was " + text(was) + " and is " + text(is));
        }
    }

    /** True when whatever {@code stricter} holds may stand where {@code looser} is expected. */
    private static boolean isAtLeast(GraphQLType stricter, GraphQLType looser) {
        if (looser instanceof GraphQLNonNull wanted) {
            return stricter instanceof GraphQLNonNull given
                    && isAtLeast(given.getWrappedType(), wanted.getWrappedType());
        }
        if (stricter instanceof GraphQLNonNull given) {
            return isAtLeast(given.getWrappedType(), looser);
        }
        if (looser instanceof GraphQLList wanted) {
            return stricter instanceof GraphQLList given && isAtLeast(given.getWrappedType(), wanted.getWrappedType());
        }
        return text(stricter).equals(text(looser));
    }

    private static String text(GraphQLType type) {
        return GraphQLTypeUtil.simplePrint(type);
    }

    private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
        return all.stream().collect(Collectors.toMap(name, Function.identity()));
    }
}
