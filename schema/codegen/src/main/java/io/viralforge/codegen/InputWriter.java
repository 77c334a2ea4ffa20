package io.viralforge.codegen;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLTypeUtil;

/** Writes what clients send: input objects and enums, shared by all clients. */
final class InputWriter {
    private final String support;

    InputWriter(String support) {
        this.support = support;
    }

    String input(GraphQLInputObjectType type) {
        var file = new JavaFile(support, support);
        file.doc(type.getDescription()).line("public final class " + type.getName() + " implements InputObject {");
        if (type.isOneOf()) {
            oneOf(file, type);
        } else {
            var values = type.getFieldDefinitions().stream()
                    .map(field -> value(file, field))
                    .toList();
            new ValuesWriter(file, type.getName()).write(values, "toMap");
        }
        return file.line("}").toString();
    }

    private static ValuesWriter.Value value(JavaFile file, GraphQLInputObjectField field) {
        boolean isRequired = GraphQLTypeUtil.isNonNull(field.getType()) && !field.hasSetDefaultValue();
        return new ValuesWriter.Value(
                field.getName(), file.typeOf(field.getType()), isRequired, field.getDescription());
    }

    private static void oneOf(JavaFile file, GraphQLInputObjectType type) {
        var name = type.getName();
        file.line("private final String member;")
                .line("private final Object value;")
                .line("")
                .line("private " + name + "(String member, Object value) {")
                .line("this.member = member;")
                .line("this.value = Wire.given(member, value);")
                .line("}");
        for (var field : type.getFieldDefinitions()) {
            var member = Names.member(field.getName());
            file.line("")
                    .doc(field.getDescription())
                    .line("public static " + name + " " + member + "("
                            + file.typeOf(field.getType()).written(false) + " " + member + ") {")
                    .line("return new " + name + "(" + Names.literal(field.getName()) + ", " + member + ");")
                    .line("}");
        }
        file.line("")
                .line("@Override")
                .line("public Map<String, @Nullable Object> toMap() {")
                .line("Map<String, @Nullable Object> map = new LinkedHashMap<String, @Nullable Object>();")
                .line("map.put(member, Wire.write(value));")
                .line("return map;")
                .line("}");
    }

    String enumeration(GraphQLEnumType type) {
        var file = new JavaFile(support, support);
        file.doc(type.getDescription()).line("public enum " + type.getName() + " {");
        for (GraphQLEnumValueDefinition value : type.getValues()) {
            if (value.getName().equals("UNKNOWN")) {
                throw new InvalidSource(
                        value.getDefinition() == null
                                ? null
                                : value.getDefinition().getSourceLocation(),
                        type.getName() + ".UNKNOWN: the generator needs this name for values of newer servers");
            }
            file.doc(value.getDescription()).line(value.getName() + ",");
        }
        file.doc("Something that a newer server knows. Never sent.").line("UNKNOWN;");
        return file.line("")
                .doc("The value of this name, UNKNOWN when there is none.")
                .line("public static " + type.getName() + " of(String name) {")
                .line("for (" + type.getName() + " each : values()) {")
                .line("if (each.name().equals(name)) {")
                .line("return each;")
                .line("}")
                .line("}")
                .line("return UNKNOWN;")
                .line("}")
                .line("}")
                .toString();
    }
}
