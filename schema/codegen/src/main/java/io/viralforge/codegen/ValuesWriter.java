package io.viralforge.codegen;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what an input object and the variables of an operation have in common: fields, constructor, setters, map. */
final class ValuesWriter {
    private final JavaFile file;
    private final String className;

    ValuesWriter(JavaFile file, String className) {
        this.file = file;
        this.className = className;
    }

    /** A value to send; what is not required may be left out and takes the schema's default then. */
    record Value(
            String name,
            JavaType type,
            boolean isRequired,
            @Nullable String description) {
        String member() {
            return Names.member(name);
        }

        String written() {
            return type.written(!isRequired);
        }
    }

    void write(List<Value> values, String mapMethod) {
        for (var value : values) {
            file.line("private " + (value.isRequired() ? "final " : "") + value.written() + " " + value.member() + ";");
        }
        constructor(values.stream().filter(Value::isRequired).toList());
        values.stream().filter(value -> !value.isRequired()).forEach(this::setter);
        map(values, mapMethod);
    }

    private void constructor(List<Value> required) {
        file.line("");
        if (!required.isEmpty()) {
            file.line("/**");
            for (var value : required) {
                var words = value.description() == null ? value.name() : value.description();
                file.line(" * @param " + value.member() + " " + JavaFile.inline(words));
            }
            file.line(" */");
        }
        file.line("public " + className + "("
                + required.stream()
                        .map(value -> value.written() + " " + value.member())
                        .collect(Collectors.joining(", "))
                + ") {");
        for (var value : required) {
            file.line("this." + value.member() + " = "
                    + (value.type().primitive() != null
                            ? value.member()
                            : "Wire.given(" + Names.literal(value.name()) + ", " + value.member() + ")")
                    + ";");
        }
        file.line("}");
    }

    private void setter(Value value) {
        file.line("")
                .doc(value.description())
                .line("public " + className + " " + value.member() + "(" + value.written() + " " + value.member()
                        + ") {")
                .line("this." + value.member() + " = " + value.member() + ";")
                .line("return this;")
                .line("}");
    }

    private void map(List<Value> values, String mapMethod) {
        file.line("")
                .line("@Override")
                .line("public Map<String, @Nullable Object> " + mapMethod + "() {")
                .line("Map<String, @Nullable Object> map = new LinkedHashMap<String, @Nullable Object>();");
        for (var value : values) {
            var put = "map.put(" + Names.literal(value.name()) + ", Wire.write(this." + value.member() + "));";
            if (value.isRequired()) {
                file.line(put);
            } else {
                file.line("if (this." + value.member() + " != null) {")
                        .line(put)
                        .line("}");
            }
        }
        file.line("return map;").line("}");
    }
}
