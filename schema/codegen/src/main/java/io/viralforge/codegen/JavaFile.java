package io.viralforge.codegen;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLType;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One file of generated Java: its imports and its lines, four spaces a level. */
final class JavaFile {
    private final String support;
    private final String packageName;
    private final Set<String> imports = new TreeSet<>();
    private final StringBuilder body = new StringBuilder();
    private int level;

    /**
     * @param support package of the shared classes
     * @param packageName package of this one
     */
    JavaFile(String support, String packageName) {
        this.support = support;
        this.packageName = packageName;
    }

    /** Makes a shared class usable by its bare name. */
    void uses(String sharedClass) {
        if (!packageName.equals(support)) {
            imports.add(support + "." + sharedClass);
        }
    }

    /** The type of a variable, an input's field or a leaf; notes what it needs imported. */
    JavaType typeOf(GraphQLType type) {
        return JavaType.of(type, this::sharedTypeOf);
    }

    JavaType sharedTypeOf(GraphQLType type) {
        return switch (type) {
            case GraphQLEnumType enumType -> {
                uses(enumType.getName());
                yield JavaType.ofEnum(enumType);
            }
            case GraphQLInputObjectType input -> {
                uses(input.getName());
                yield JavaType.ofInput(input);
            }
            default -> throw new IllegalStateException("no shared class for " + type);
        };
    }

    /** A line; one that ends in an opening brace indents what follows, one that begins with a closing one ends that. */
    JavaFile line(String text) {
        if (text.startsWith("}")) {
            level--;
        }
        body.append(text.isEmpty() ? "" : "    ".repeat(level)).append(text).append('\n');
        if (text.endsWith("{")) {
            level++;
        }
        return this;
    }

    /** A line that belongs to the one before. */
    JavaFile continuation(String text) {
        body.append("    ".repeat(level + 2)).append(text).append('\n');
        return this;
    }

    /** Javadoc from a description; nothing when there is none. */
    JavaFile doc(@Nullable String description) {
        if (description == null || description.isBlank()) {
            return this;
        }
        var lines = escaped(description).strip().split("\n", -1);
        if (lines.length == 1) {
            return line("/** " + lines[0].strip() + " */");
        }
        line("/**");
        for (var each : lines) {
            line((" * " + each.strip()).stripTrailing());
        }
        return line(" */");
    }

    /** Text for the inside of a Javadoc comment, on one line. */
    static String inline(String text) {
        return escaped(text).strip().replace('\n', ' ');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("*/", "*&#47;")
                .replace("\\", "&#92;");
    }

    @Override
    public String toString() {
        var text = body.toString();
        var all = new TreeSet<>(imports);
        addIfUsed(all, text, "@Nullable ", "org.jspecify.annotations.Nullable");
        addIfUsed(all, text, "\\bList<", "java.util.List");
        addIfUsed(all, text, "\\bMap<", "java.util.Map");
        addIfUsed(all, text, "\\bLinkedHashMap<", "java.util.LinkedHashMap");
        var out = new StringBuilder("// Generated from the schema by schema-codegen. Do not edit.\n");
        out.append("package ").append(packageName).append(";\n\n");
        all.forEach(each -> out.append("import ").append(each).append(";\n"));
        return out.append(all.isEmpty() ? "" : "\n").append(text).toString();
    }

    private static void addIfUsed(Set<String> imports, String text, String mark, String name) {
        if (Pattern.compile(mark).matcher(text).find()) {
            imports.add(name);
        }
    }
}
