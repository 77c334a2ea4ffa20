package io.viralforge.platform.graphql;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How large a document is, as written: what {@code @skip} and {@code @include} leave out counts. Fragments count wherever
 * they are spread, and each is looked at once, so that a chain of them cannot make the counting itself dear.
 *
 * @param depth levels of fields of the deepest operation, introspection apart
 * @param introspectionDepth levels below {@code __schema} and {@code __type}
 * @param fields how many fields all operations select together
 * @param aliases how many of them have an alias
 */
record Shape(int depth, int introspectionDepth, long fields, long aliases) {
    private static final Shape NOTHING = new Shape(0, 0, 0, 0);

    static Shape of(Document document) {
        return new Measure(document).measure();
    }

    /** Why this is too large, null when it is not. */
    @Nullable
    String excess() {
        if (depth > 12) {
            return "The operation is " + depth + " levels deep; 12 are allowed.";
        }
        if (introspectionDepth > 20) {
            return "The introspection is " + introspectionDepth + " levels deep; 20 are allowed.";
        }
        if (fields > 2_000) {
            return "The operation selects more than 2,000 fields.";
        }
        return aliases > 200 ? "The operation has more than 200 aliases." : null;
    }

    private Shape and(Shape other) {
        return new Shape(
                Math.max(depth, other.depth),
                Math.max(introspectionDepth, other.introspectionDepth),
                capped(fields + other.fields),
                capped(aliases + other.aliases));
    }

    private Shape below(Field field) {
        boolean isIntrospection = field.getName().startsWith("__");
        return new Shape(
                isIntrospection ? 0 : depth + 1,
                isIntrospection ? depth + 1 : introspectionDepth,
                capped(fields + 1),
                capped(aliases + (field.getAlias() == null ? 0 : 1)));
    }

    private static long capped(long count) {
        return Math.min(count, Integer.MAX_VALUE);
    }

    private static final class Measure {
        private final Document document;
        private final Map<String, FragmentDefinition> fragments = new HashMap<>();
        private final Map<String, Shape> measured = new HashMap<>();

        Measure(Document document) {
            this.document = document;
            document.getDefinitionsOfType(FragmentDefinition.class)
                    .forEach(fragment -> fragments.put(fragment.getName(), fragment));
        }

        Shape measure() {
            return document.getDefinitionsOfType(OperationDefinition.class).stream()
                    .map(operation -> of(operation.getSelectionSet()))
                    .reduce(NOTHING, Shape::and);
        }

        private Shape of(@Nullable SelectionSet selections) {
            Shape shape = NOTHING;
            if (selections != null) {
                for (Selection<?> selection : selections.getSelections()) {
                    shape = shape.and(of(selection));
                }
            }
            return shape;
        }

        private Shape of(Selection<?> selection) {
            return switch (selection) {
                case Field field -> of(field.getSelectionSet()).below(field);
                case InlineFragment fragment -> of(fragment.getSelectionSet());
                case FragmentSpread spread -> fragment(spread.getName());
                default -> throw new IllegalStateException("a new kind of selection: " + selection);
            };
        }

        /** Validation has seen that fragments do not spread themselves. */
        private Shape fragment(String name) {
            Shape known = measured.get(name);
            if (known == null) {
                known = Optional.ofNullable(fragments.get(name))
                        .map(fragment -> of(fragment.getSelectionSet()))
                        .orElse(NOTHING);
                measured.put(name, known);
            }
            return known;
        }
    }
}
