package io.viralforge.codegen;

import graphql.language.Definition;
import graphql.language.Document;
import graphql.language.FragmentDefinition;
import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.MultiSourceReader;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.schema.idl.errors.SchemaProblem;
import graphql.validation.QueryComplexityLimits;
import graphql.validation.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the SDL and the operations, and refuses what does not fit together. */
final class Sources {
    private Sources() {}

    /** The schema of all {@code *.graphqls} files below a folder. */
    static GraphQLSchema schema(Path folder) throws IOException {
        var reader = MultiSourceReader.newMultiSourceReader().trackData(true);
        for (var file : files(folder, ".graphqls")) {
            reader.string(Files.readString(file), name(folder, file));
        }
        try (var all = reader.build()) {
            return UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().parse(all));
        } catch (SchemaProblem problem) {
            throw new InvalidSource(problem.getErrors().stream()
                    .map(error -> InvalidSource.at(
                            error.getLocations() == null || error.getLocations().isEmpty()
                                    ? null
                                    : error.getLocations().getFirst(),
                            Objects.requireNonNullElse(error.getMessage(), "invalid")))
                    .toList());
        }
    }

    /** The operations of each client, by the name of its folder, validated against the schema. */
    static SortedMap<String, Client> clients(Path folder, GraphQLSchema schema) throws IOException {
        var clients = new TreeMap<String, Client>();
        try (Stream<Path> children = Files.list(folder)) {
            for (var child : children.filter(Files::isDirectory).sorted().toList()) {
                var name = child.getFileName().toString();
                clients.put(name, client(folder, child, name, schema));
            }
        }
        return clients;
    }

    private static Client client(Path root, Path folder, String name, GraphQLSchema schema) throws IOException {
        var all = Document.newDocument();
        for (var file : files(folder, ".graphql")) {
            for (Definition<?> each :
                    parse(Files.readString(file), name(root, file)).getDefinitions()) {
                all.definition(each);
            }
        }
        var document = all.build();
        var errors = new Validator()
                .validateDocument(schema, document, rule -> true, Locale.ENGLISH, QueryComplexityLimits.NONE);
        if (!errors.isEmpty()) {
            throw new InvalidSource(errors.stream()
                    .map(error -> InvalidSource.at(
                            error.getLocations().isEmpty()
                                    ? null
                                    : error.getLocations().getFirst(),
                            error.getMessage()))
                    .toList());
        }
        var operations = new TreeMap<String, OperationDefinition>();
        for (var operation : document.getDefinitionsOfType(OperationDefinition.class)) {
            if (operation.getName() == null) {
                throw new InvalidSource(operation.getSourceLocation(), "an operation needs a name");
            }
            operations.put(operation.getName(), operation);
        }
        var fragments = new TreeMap<String, FragmentDefinition>();
        document.getDefinitionsOfType(FragmentDefinition.class).forEach(f -> fragments.put(f.getName(), f));
        return new Client(name, operations, fragments);
    }

    private static Document parse(String text, String source) {
        // Ours and read at build: the limits that guard a server would only get in the way.
        var options = ParserOptions.newParserOptions()
                .maxTokens(Integer.MAX_VALUE)
                .maxWhitespaceTokens(Integer.MAX_VALUE)
                .maxCharacters(Integer.MAX_VALUE)
                .build();
        try (var reader = MultiSourceReader.newMultiSourceReader()
                .string(text, source)
                .trackData(true)
                .build()) {
            return Parser.parse(ParserEnvironment.newParserEnvironment()
                    .document(reader)
                    .parserOptions(options)
                    .locale(Locale.ENGLISH)
                    .build());
        } catch (InvalidSyntaxException invalid) {
            throw new InvalidSource(invalid.getLocation(), String.valueOf(invalid.getMessage()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    /** One client's named operations and fragments. */
    record Client(
            String name, Map<String, OperationDefinition> operations, Map<String, FragmentDefinition> fragments) {}
}
