package io.viralforge.codegen;

import graphql.language.AstPrinter;
import graphql.language.DirectivesContainer;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the selection sets of one operation or fragment into the classes that its results need. */
final class Selections {
    /** What generated files import or declare under these names. */
    private static final Set<String> RESERVED = Set.of(
            "Data",
            "Wire",
            "Reader",
            "Operation",
            "DurableSubscription",
            "InputObject",
            "Nullable",
            "Object",
            "String",
            "Integer",
            "Long",
            "Double",
            "Boolean",
            "List",
            "Map",
            "LinkedHashMap",
            "Override",
            "Kind");

    private final GraphQLSchema schema;
    private final Map<String, FragmentDefinition> fragments;
    private final JavaFile file;
    private final Map<String, String> classBySelection = new HashMap<>();
    private final Set<String> taken;
    private final List<Shape> shapes = new ArrayList<>();

    /** {@code outer} is the name of the class that will hold the others. */
    Selections(GraphQLSchema schema, Map<String, FragmentDefinition> fragments, JavaFile file, String outer) {
        this.schema = schema;
        this.fragments = fragments;
        this.file = file;
        this.taken = new HashSet<>(RESERVED);
        taken.add(outer);
        taken.addAll(fragments.keySet());
    }

    /** The classes found by now, outermost first. */
    List<Shape> shapes() {
        return shapes;
    }

    /** Reads the outermost selection set; its class gets this name. */
    Shape root(GraphQLCompositeType type, SelectionSet selected, String className) {
        return shape(type, Gathered.of(this, type, selected), className);
    }

    private Shape shape(GraphQLCompositeType type, Gathered gathered, String className) {
        int place = shapes.size();
        var properties = new ArrayList<Shape.Property>();
        gathered.fields.forEach((key, fields) -> properties.add(property(type, key, fields)));
        var parts = new ArrayList<Shape.Part>();
        gathered.parts.forEach(part -> parts.add(part(type, part, gathered)));
        var description = type.getDescription();
        var shape = new Shape(className, type.getName(), description, List.copyOf(properties), List.copyOf(parts));
        shapes.add(place, shape);
        return shape;
    }

    private Shape.Property property(GraphQLCompositeType parent, String key, List<Field> fields) {
        var field = fields.getFirst();
        if (field.getName().equals("__typename")) {
            return new Shape.Property(
                    key, new JavaType("String", null, "Wire.STRING"), false, "Name of the object's type.");
        }
        var definition = definition(parent, field);
        boolean isNullable = !GraphQLTypeUtil.isNonNull(definition.getType())
                || fields.stream().allMatch(Selections::isConditional);
        var type = JavaType.of(
                definition.getType(),
                bare -> bare instanceof GraphQLCompositeType composite
                        ? nested(composite, key, fields)
                        : file.sharedTypeOf(bare));
        return new Shape.Property(key, type, isNullable, definition.getDescription());
    }

    /** The class of an object below a field: a fragment's own when the field asks for nothing but that fragment. */
    private JavaType nested(GraphQLCompositeType type, String key, List<Field> fields) {
        var gathered = new Gathered();
        fields.forEach(field -> gathered.add(this, type, Objects.requireNonNull(field.getSelectionSet())));
        if (gathered.fields.isEmpty()
                && gathered.parts.size() == 1
                && gathered.parts.getFirst() instanceof FragmentSpread only
                && covers(type, condition(only))) {
            return JavaType.object(only.getName());
        }
        var signature = type.getName() + gathered.signature();
        var known = classBySelection.get(signature);
        if (known != null) {
            return JavaType.object(known);
        }
        var name = freeName(type.getName(), key);
        classBySelection.put(signature, name);
        shape(type, gathered, name);
        return JavaType.object(name);
    }

    private Shape.Part part(GraphQLCompositeType parent, Selection<?> selection, Gathered gathered) {
        var condition = condition(selection);
        boolean isAlways = covers(parent, condition);
        if (!isAlways && !gathered.fields.containsKey("__typename")) {
            throw new InvalidSource(
                    selection.getSourceLocation(),
                    "select __typename beside a fragment that holds only for some types");
        }
        var types = isAlways ? List.<String>of() : possible(condition);
        if (selection instanceof FragmentSpread spread) {
            return new Shape.Part(Names.member(Names.decapitalised(spread.getName())), spread.getName(), types);
        }
        var inline = (InlineFragment) selection;
        var name = freeName(condition.getName(), "as" + condition.getName());
        shape(condition, Gathered.of(this, condition, inline.getSelectionSet()), name);
        return new Shape.Part("as" + condition.getName(), name, types);
    }

    private String freeName(String typeName, String key) {
        var name = typeName;
        if (!taken.add(name)) {
            name = Names.capitalised(key) + typeName;
            for (int i = 2; !taken.add(name); i++) {
                name = Names.capitalised(key) + typeName + i;
            }
        }
        return name;
    }

    private GraphQLFieldDefinition definition(GraphQLCompositeType parent, Field field) {
        return Objects.requireNonNull(((GraphQLFieldsContainer) parent).getFieldDefinition(field.getName()));
    }

    private GraphQLCompositeType condition(Selection<?> selection) {
        var name = switch (selection) {
            case FragmentSpread spread -> fragment(spread).getTypeCondition().getName();
            case InlineFragment inline ->
                Objects.requireNonNull(inline.getTypeCondition()).getName();
            default -> throw new IllegalArgumentException("not a fragment: " + selection);
        };
        return (GraphQLCompositeType) Objects.requireNonNull(schema.getType(name));
    }

    private FragmentDefinition fragment(FragmentSpread spread) {
        return Objects.requireNonNull(fragments.get(spread.getName()));
    }

    /** Whether every object that may stand where {@code type} does meets {@code condition}. */
    private boolean covers(GraphQLCompositeType type, GraphQLCompositeType condition) {
        return new HashSet<>(possible(condition)).containsAll(possible(type));
    }

    private List<String> possible(GraphQLCompositeType type) {
        return switch (type) {
            case GraphQLObjectType object -> List.of(object.getName());
            case GraphQLInterfaceType face ->
                Objects.requireNonNull(schema.getImplementations(face)).stream()
                        .map(GraphQLNamedType::getName)
                        .sorted()
                        .toList();
            case GraphQLUnionType union ->
                union.getTypes().stream()
                        .map(GraphQLNamedType::getName)
                        .sorted()
                        .toList();
            default -> throw new IllegalStateException("not a composite type: " + type);
        };
    }

    private static boolean isConditional(DirectivesContainer<?> node) {
        return node.hasDirective("include") || node.hasDirective("skip");
    }

    /** A selection set with its fields merged by key and its trivial fragments dissolved. */
    private static final class Gathered {
        final Map<String, List<Field>> fields = new LinkedHashMap<>();
        final List<Selection<?>> parts = new ArrayList<>();

        static Gathered of(Selections reader, GraphQLCompositeType type, SelectionSet selected) {
            var gathered = new Gathered();
            gathered.add(reader, type, selected);
            return gathered;
        }

        void add(Selections reader, GraphQLCompositeType type, SelectionSet selected) {
            for (Selection<?> selection : selected.getSelections()) {
                switch (selection) {
                    case Field field ->
                        fields.computeIfAbsent(field.getResultKey(), key -> new ArrayList<>())
                                .add(field);
                    case InlineFragment inline
                    when inline.getTypeCondition() == null || reader.covers(type, reader.condition(inline)) -> {
                        refuseConditional(inline);
                        add(reader, type, inline.getSelectionSet());
                    }
                    case InlineFragment inline -> {
                        refuseConditional(inline);
                        parts.add(inline);
                    }
                    case FragmentSpread spread -> {
                        refuseConditional(spread);
                        if (parts.stream().noneMatch(part -> isSame(part, spread))) {
                            parts.add(spread);
                        }
                    }
                    default -> throw new IllegalStateException("not a selection: " + selection);
                }
            }
        }

        private static boolean isSame(@Nullable Selection<?> part, FragmentSpread spread) {
            return part instanceof FragmentSpread other && other.getName().equals(spread.getName());
        }

        // Whether the object has the fragment's fields could not be told from the answer.
        private static <T extends Selection<T> & DirectivesContainer<T>> void refuseConditional(T fragment) {
            if (isConditional(fragment)) {
                throw new InvalidSource(
                        fragment.getSourceLocation(), "@include and @skip are understood on fields, not on fragments");
            }
        }

        String signature() {
            return fields.values().stream()
                            .flatMap(List::stream)
                            .map(AstPrinter::printAstCompact)
                            .collect(Collectors.joining(" "))
                    + parts.stream().map(AstPrinter::printAstCompact).collect(Collectors.joining(" "));
        }
    }
}
