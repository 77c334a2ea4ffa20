package io.viralforge.codegen;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one selection set asks for: it becomes one result class.
 *
 * @param className name of that class
 * @param typeName the GraphQL type it looks at
 */
record Shape(
        String className, String typeName, @Nullable String description, List<Property> properties, List<Part> parts) {

    /**
     * A selected field.
     *
     * @param key its name in the answer: the alias, if there is one
     */
    record Property(
            String key,
            JavaType type,
            boolean isNullable,
            @Nullable String description) {}

    /**
     * A fragment inside a selection set: another class that reads the same object.
     *
     * @param types the object's possible types for which it holds; empty: always
     */
    record Part(String accessor, String className, List<String> types) {}
}
