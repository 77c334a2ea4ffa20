package io.viralforge.codegen;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The whole generation: folders of SDL and operations in, files out.
 *
 * @param basePackage package of the shared classes; each client's operations stand in a package below it
 * @param hasNullness true: results and parameters carry JSpecify's annotations; false: plain Java for Codename One
 */
public record Generator(String basePackage, boolean hasNullness) {
    /** Name of the manifest: an object that maps each document's sha256 to its text. */
    public static final String MANIFEST = "trusted-documents.json";

    private static final List<String> SUPPORT =
            List.of("Wire", "Reader", "Operation", "DurableSubscription", "InputObject");

    /**
     * What was generated.
     *
     * @param java text of each Java file by its path below the source folder
     * @param manifest the trusted documents
     */
    public record Result(SortedMap<String, String> java, String manifest) {}

    /** Throws {@link InvalidSource} when the schema or an operation is wrong. */
    public Result generate(Path schemaFolder, Path operationsFolder) throws IOException {
        var schema = Sources.schema(schemaFolder);
        var clients = Sources.clients(operationsFolder, schema);
        var java = new TreeMap<String, String>();
        var documents = new TreeMap<String, String>();
        var shared = new SharedTypes(schema);
        clients.values().forEach(shared::add);
        var inputs = new InputWriter(basePackage);
        shared.found().forEach((name, type) -> {
            switch (type) {
                case GraphQLEnumType enumType -> put(java, basePackage, name, inputs.enumeration(enumType));
                case GraphQLInputObjectType input -> put(java, basePackage, name, inputs.input(input));
                default -> throw new IllegalStateException("neither input nor enum: " + name);
            }
        });
        SUPPORT.forEach(name -> put(java, basePackage, name, support(name)));
        clients.values().forEach(client -> write(schema, client, java, documents));
        if (hasNullness) {
            packageInfo(java, basePackage, "What all clients share: inputs, enums, and how answers are read.");
            clients.keySet()
                    .forEach(client -> packageInfo(
                            java, basePackage + "." + client, "Operations of the client \"" + client + "\"."));
        }
        return new Result(java, manifest(documents));
    }

    private void write(
            GraphQLSchema schema,
            Sources.Client client,
            SortedMap<String, String> java,
            SortedMap<String, String> documents) {
        var packageName = basePackage + "." + client.name();
        var writer = new OperationWriter(schema, client.fragments(), basePackage, packageName);
        client.fragments().forEach((name, fragment) -> {
            if (client.operations().containsKey(name) || schema.getType(name) != null) {
                throw new InvalidSource(
                        fragment.getSourceLocation(), "fragment " + name + ": a type or operation has this name");
            }
            put(java, packageName, name, writer.fragment(fragment));
        });
        client.operations().forEach((name, operation) -> {
            if (schema.getType(name) != null) {
                throw new InvalidSource(operation.getSourceLocation(), "operation " + name + ": a type has this name");
            }
            put(java, packageName, name, writer.operation(operation));
            var document = writer.document(operation);
            documents.put(OperationWriter.sha256(document), document);
        });
    }

    private void put(SortedMap<String, String> java, String packageName, String className, String text) {
        java.put(
                packageName.replace('.', '/') + "/" + className + ".java",
                hasNullness
                        ? text
                        : text.replace("import org.jspecify.annotations.Nullable;\n", "")
                                .replace("@Nullable ", ""));
    }

    private void packageInfo(SortedMap<String, String> java, String packageName, String purpose) {
        var text = "// Generated from the schema by schema-codegen. Do not edit.\n/** " + purpose
                + " */\n@NullMarked\npackage " + packageName + ";\n\nimport org.jspecify.annotations.NullMarked;\n";
        java.put(packageName.replace('.', '/') + "/package-info.java", text);
    }

    private String support(String name) {
        try (var in = Generator.class.getResourceAsStream("support/" + name + ".java")) {
            var text = new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
            return text.replace("package support;", "package " + basePackage + ";");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String manifest(SortedMap<String, String> documents) {
        return documents.entrySet().stream()
                .map(each -> "  " + Names.literal(each.getKey()) + ": " + Names.literal(each.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }
}
