package io.viralforge.codegen;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A type as generated code writes it.
 *
 * @param name boxed, such as {@code Integer} or {@code List<JobState>}
 * @param primitive such as {@code int}; null where there is none
 * @param reader expression of a {@code Reader} that turns a JSON value into it
 */
record JavaType(String name, @Nullable String primitive, String reader) {

    /** Times stay ISO text: the subset has no java.time. A scalar that is not named here fails the build. */
    private static final Map<String, JavaType> SCALARS = Map.ofEntries(
            Map.entry("ID", new JavaType("String", null, "Wire.STRING")),
            Map.entry("String", new JavaType("String", null, "Wire.STRING")),
            Map.entry("DateTime", new JavaType("String", null, "Wire.STRING")),
            Map.entry("Duration", new JavaType("String", null, "Wire.STRING")),
            Map.entry("URL", new JavaType("String", null, "Wire.STRING")),
            Map.entry("Decimal", new JavaType("String", null, "Wire.STRING")),
            Map.entry("CurrencyCode", new JavaType("String", null, "Wire.STRING")),
            Map.entry("Int", new JavaType("Integer", "int", "Wire.INT")),
            Map.entry("Long", new JavaType("Long", "long", "Wire.LONG")),
            Map.entry("Float", new JavaType("Double", "double", "Wire.DOUBLE")),
            Map.entry("Boolean", new JavaType("Boolean", "boolean", "Wire.BOOLEAN")));

    static JavaType object(String className) {
        return new JavaType(className, null, "value -> " + className + ".fromMap(Wire.map(value))");
    }

    /** The type of an argument or of a field that has no selection below it. {@code seen} is told each named type. */
    static JavaType of(GraphQLType type, Function<GraphQLType, JavaType> composite) {
        var bare = GraphQLTypeUtil.unwrapNonNull(type);
        if (GraphQLTypeUtil.isList(bare)) {
            var item = GraphQLTypeUtil.unwrapOne(bare);
            var inner = of(item, composite);
            return GraphQLTypeUtil.isNonNull(item)
                    ? new JavaType("List<" + inner.name() + ">", null, "Wire.list(" + inner.reader() + ")")
                    : new JavaType(
                            "List<@Nullable " + inner.name() + ">",
                            null,
                            "Wire.list(Wire.nullable(" + inner.reader() + "))");
        }
        if (bare instanceof GraphQLScalarType scalar) {
            var known = SCALARS.get(scalar.getName());
            if (known == null) {
                throw new InvalidSource(
                        scalar.getDefinition() == null
                                ? null
                                : scalar.getDefinition().getSourceLocation(),
                        "scalar " + scalar.getName() + " has no Java type in the generator");
            }
            return known;
        }
        return composite.apply(bare);
    }

    static JavaType ofEnum(GraphQLEnumType type) {
        return new JavaType(type.getName(), null, "value -> " + type.getName() + ".of(Wire.STRING.read(value))");
    }

    static JavaType ofInput(GraphQLInputObjectType type) {
        return new JavaType(type.getName(), null, "");
    }

    /** As a parameter, field or result. */
    String written(boolean isNullable) {
        if (isNullable) {
            return "@Nullable " + name;
        }
        return primitive == null ? name : primitive;
    }
}
