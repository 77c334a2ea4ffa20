package io.viralforge.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import graphql.ParseAndValidate;
import graphql.introspection.Introspection;
import graphql.parser.Parser;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLDirective;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLNamedSchemaElement;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.SchemaPrinter;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import io.viralforge.testing.TestFeature;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The schema as a whole: nothing unanswered, nothing undescribed, nothing taken away from clients. */
class SchemaTest {
    private static final Path SNAPSHOT = Path.of("src/test/resources/schema.snapshot.graphqls");

    private static final List<GraphqlFeature> FEATURES = TestServer.shared().beans(GraphqlFeature.class).stream()
            .filter(feature -> !(feature instanceof TestFeature))
            .toList();
    private static final Schema SCHEMA = new Schema(FEATURES);
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("io.viralforge");

    /** Enums that are part of what they belong to in the code, and stand alone in the schema. */
    private static final Map<String, String> CALLED_OTHERWISE = Map.of(
            "io.viralforge.jobs.Settlement$Role", "OutputRole",
            "io.viralforge.jobs.LeaseStatus$State", "LeaseState",
            "io.viralforge.jobs.Worker$State", "WorkerState",
            "io.viralforge.platform.events.Topic", "EventTopic",
            "io.viralforge.jobs.Waiting$Reason", "WaitingReason");

    @Test
    void everyFieldIsAnsweredByAFetcherOrAnAccessor() {
        assertThat(new AnsweredFields(SCHEMA, FEATURES, recordsByName()).missing())
                .isEmpty();
    }

    @Test
    void everythingIsDescribed() {
        assertThat(described(SCHEMA.graphql())
                        .filter(element -> element.getDescription() == null
                                || element.getDescription().isBlank())
                        .map(GraphQLNamedSchemaElement::toString))
                .isEmpty();
    }

    @Test
    void theEnumsOfSchemaAndCodeHoldTheSame() {
        Map<String, Set<String>> declared = SCHEMA.graphql().getAllTypesAsList().stream()
                .filter(type ->
                        type instanceof GraphQLEnumType && !type.getName().startsWith("__"))
                .collect(Collectors.toMap(GraphQLNamedType::getName, type -> names((GraphQLEnumType) type)));
        Map<String, Set<String>> written = new HashMap<>();
        CLASSES.stream()
                .filter(JavaClass::isEnum)
                // What is generated for clients also holds what they do not know yet.
                .filter(type -> !type.getPackageName().equals("io.viralforge.types"))
                .filter(type -> declared.containsKey(schemaName(type)))
                .forEach(type -> written.put(schemaName(type), constants(type)));
        written.forEach((name, constants) -> assertThat(constants).as(name).isEqualTo(declared.get(name)));
        assertThat(written.keySet())
                .as("enums without a counterpart in the code")
                .isEqualTo(declared.keySet());
    }

    /** A new mutation is decided on: it goes into the audit log, or it is daily work, or what clients do by themselves. */
    @Test
    void mutationsThatAreNotAuditedAreNamedHere() {
        assertThat(Objects.requireNonNull(SCHEMA.graphql().getMutationType()).getFieldDefinitions().stream()
                        .filter(field -> !field.hasAppliedDirective("audited"))
                        .map(GraphQLFieldDefinition::getName)
                        .sorted())
                .containsExactly(
                        "jobCancel",
                        "jobRetry",
                        "jobSubmit",
                        "nicheScan",
                        "passkeySessionStart",
                        "sessionRefresh",
                        "sessionRevoke",
                        "trendExplain",
                        "trendHide",
                        "trendImport",
                        "uploadCancel",
                        "uploadFinish",
                        "uploadStart",
                        "voiceSpeak",
                        "workerFail",
                        "workerHeartbeat",
                        "workerInspectComplete",
                        "workerLease",
                        "workerOutputStart",
                        "workerRegister",
                        "workerRelease",
                        "workerRenderComplete");
    }

    @Test
    void theExamplesOfThePlaygroundAreValid() throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(SchemaTest.class.getResourceAsStream("/pages/examples.graphql"))) {
            String all = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            for (String example : all.split("(?m)^# -{3,}\n", -1)) {
                assertThat(ParseAndValidate.validate(SCHEMA.graphql(), Parser.parse(example), Locale.ROOT))
                        .as(example)
                        .isEmpty();
            }
        }
    }

    /**
     * Clients that were built yesterday work tomorrow. An addition is taken over by running this test with
     * {@code -Dschema.snapshot=write}; something taken away only with {@code -Dschema.snapshot=break}, and a line in the
     * changelog.
     */
    @Test
    void nothingIsTakenAwayFromClients() throws IOException {
        String now = print(SCHEMA.graphql());
        String mode = System.getProperty("schema.snapshot", "check");
        if (Files.exists(SNAPSHOT) && !mode.equals("break")) {
            assertThat(breakages(Files.readString(SNAPSHOT), now))
                    .as("what this change breaks for clients")
                    .isEmpty();
        }
        if (!mode.equals("check")) {
            Files.writeString(SNAPSHOT, now);
        } else if (!Files.readString(SNAPSHOT).equals(now)) {
            fail("the schema has grown or its words have changed: take it over with -Dschema.snapshot=write");
        }
    }

    @Test
    void aBreakingChangeIsFound() {
        String before = "type Query { a(x: Int): Int b: String } enum E { A B }";
        assertThat(breakages(before, "type Query { a(x: Int): Int } enum E { A B }"))
                .isNotEmpty();
        assertThat(breakages(before, "type Query { a(x: Int!): Int b: String } enum E { A B }"))
                .isNotEmpty();
        assertThat(breakages(before, "type Query { a(x: Int): Int b: Int } enum E { A B }"))
                .isNotEmpty();
        assertThat(breakages(before, "type Query { a(x: Int): Int b: String } enum E { A }"))
                .isNotEmpty();
        assertThat(
                        breakages(
                                before,
                                "type Query { a(x: Int, y: Int! = 1): Int! b: String c: Int } enum E { A B C } input I { i: Int j: Int }"))
                .isEmpty();
    }

    private static List<String> breakages(String before, String after) {
        return BreakingChanges.between(schema(before), schema(after));
    }

    private static GraphQLSchema schema(String text) {
        return UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().parse(text));
    }

    private static String print(GraphQLSchema schema) {
        return new SchemaPrinter(SchemaPrinter.Options.defaultOptions()
                        .includeScalarTypes(true)
                        .includeDirectiveDefinitions(true)
                        .includeDirectives(name -> !name.equals("specifiedBy")))
                .print(schema);
    }

    private static Map<String, Class<?>> recordsByName() {
        Map<String, Class<?>> records = new HashMap<>();
        CLASSES.stream()
                .filter(type -> type.isRecord() && !type.getPackageName().startsWith("io.viralforge.testing"))
                .forEach(type -> records.put(type.getSimpleName(), type.reflect()));
        return records;
    }

    private static String schemaName(JavaClass type) {
        return CALLED_OTHERWISE.getOrDefault(type.getName(), type.getSimpleName());
    }

    private static Set<String> names(GraphQLEnumType type) {
        return type.getValues().stream()
                .map(GraphQLEnumValueDefinition::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> constants(JavaClass type) {
        return Arrays.stream(type.reflect().getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<? extends GraphQLNamedSchemaElement> described(GraphQLSchema schema) {
        Stream<GraphQLNamedSchemaElement> directives = schema.getDirectives().stream()
                .filter(directive -> List.of("scope", "cost", "listSize").contains(directive.getName()))
                .map(GraphQLDirective.class::cast);
        return Stream.concat(
                        directives,
                        schema.getAllTypesAsList().stream()
                                .filter(type -> !Introspection.isIntrospectionTypes(type))
                                .flatMap(type ->
                                        Stream.concat(isRoot(type) ? Stream.of() : Stream.of(type), members(type))))
                .distinct();
    }

    private static boolean isRoot(GraphQLNamedType type) {
        return Set.of("Query", "Mutation", "Subscription").contains(type.getName());
    }

    private static Stream<GraphQLNamedSchemaElement> members(GraphQLNamedType type) {
        return switch (type) {
            case GraphQLObjectType object ->
                object.getFieldDefinitions().stream().flatMap(SchemaTest::withArguments);
            case GraphQLInputObjectType input ->
                input.getFieldDefinitions().stream().map(GraphQLInputObjectField.class::cast);
            case GraphQLEnumType constants ->
                constants.getValues().stream().map(GraphQLEnumValueDefinition.class::cast);
            default -> Stream.of();
        };
    }

    private static Stream<GraphQLNamedSchemaElement> withArguments(GraphQLFieldDefinition field) {
        return Stream.concat(Stream.of(field), field.getArguments().stream().map(GraphQLArgument.class::cast));
    }
}
