package io.viralforge.codegen;

import java.util.stream.Collectors;

/** Writes the class of a shape: fields read from a map, accessors named as in the schema. */
final class ResultWriter {
    private final JavaFile file;

    ResultWriter(JavaFile file) {
        this.file = file;
    }

    /** Opens the class; the caller closes it, so that others can stand inside. */
    void open(Shape shape, String modifiers) {
        var name = shape.className();
        file.doc(shape.description()).line("public " + modifiers + "class " + name + " {");
        for (var property : shape.properties()) {
            file.line("private final " + property.type().written(property.isNullable()) + " "
                    + Names.member(property.key()) + ";");
        }
        for (var part : shape.parts()) {
            file.line("private final " + nullable(part) + part.className() + " " + part.accessor() + ";");
        }
        constructor(shape);
        file.line("");
        file.line("/** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */");
        file.line("public static " + name + " fromMap(Map<String, @Nullable Object> map) {")
                .line("return new " + name + "(map);")
                .line("}");
        shape.properties().forEach(this::accessor);
        shape.parts().forEach(this::accessor);
    }

    /** The whole class, inside another. */
    void nested(Shape shape) {
        file.line("");
        open(shape, "static final ");
        file.line("}");
    }

    private void constructor(Shape shape) {
        file.line("").line("private " + shape.className() + "(Map<String, @Nullable Object> map) {");
        for (var property : shape.properties()) {
            file.line("this." + Names.member(property.key()) + " = Wire."
                    + (property.isNullable() ? "optional" : "required") + "(map, " + Names.literal(property.key())
                    + ", " + property.type().reader() + ");");
        }
        for (var part : shape.parts()) {
            var read = part.className() + ".fromMap(map)";
            if (!part.types().isEmpty()) {
                var names = part.types().stream().map(Names::literal).collect(Collectors.joining(", "));
                read = "Wire.isOneOf(typename, " + names + ") ? " + read + " : null";
            }
            file.line("this." + part.accessor() + " = " + read + ";");
        }
        file.line("}");
    }

    private void accessor(Shape.Property property) {
        file.line("").doc(property.description());
        file.line("public " + property.type().written(property.isNullable()) + " " + Names.member(property.key())
                        + "() {")
                .line("return " + Names.member(property.key()) + ";")
                .line("}");
    }

    private void accessor(Shape.Part part) {
        file.line("");
        if (!part.types().isEmpty()) {
            file.doc("The object as " + String.join(" or ", part.types()) + "; null when it is something else.");
        }
        file.line("public " + nullable(part) + part.className() + " " + part.accessor() + "() {")
                .line("return " + part.accessor() + ";")
                .line("}");
    }

    private static String nullable(Shape.Part part) {
        return part.types().isEmpty() ? "" : "@Nullable ";
    }
}
