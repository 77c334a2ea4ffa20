package io.viralforge.codegen;

import graphql.language.Argument;
import graphql.language.AstPrinter;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.Node;
import graphql.language.NonNullType;
import graphql.language.OperationDefinition;
import graphql.language.VariableReference;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.idl.TypeUtil;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes one operation: its document, its variables and the classes of its result. */
final class OperationWriter {
    private final GraphQLSchema schema;
    private final Map<String, FragmentDefinition> fragments;
    private final String support;
    private final String packageName;

    OperationWriter(
            GraphQLSchema schema, Map<String, FragmentDefinition> fragments, String support, String packageName) {
        this.schema = schema;
        this.fragments = fragments;
        this.support = support;
        this.packageName = packageName;
    }

    /** A fragment's class with those that stand inside it. */
    String fragment(FragmentDefinition fragment) {
        var file = new JavaFile(support, packageName);
        file.uses("Wire");
        var selections = new Selections(schema, fragments, file, fragment.getName());
        var type = (graphql.schema.GraphQLCompositeType) Objects.requireNonNull(
                schema.getType(fragment.getTypeCondition().getName()));
        var shape = selections.root(type, fragment.getSelectionSet(), fragment.getName());
        var writer = new ResultWriter(file);
        writer.open(shape, "final ");
        selections.shapes().stream().skip(1).forEach(writer::nested);
        return file.line("}").toString();
    }

    /** The operation's document: itself and every fragment it needs, as it is sent and hashed. */
    String document(OperationDefinition operation) {
        var needed = new TreeMap<String, FragmentDefinition>();
        collect(operation, needed);
        var text = new StringBuilder(AstPrinter.printAst(operation).strip());
        needed.values()
                .forEach(f -> text.append("\n\n").append(AstPrinter.printAst(f).strip()));
        return text.append('\n').toString();
    }

    private void collect(Node<?> node, Map<String, FragmentDefinition> needed) {
        if (node instanceof FragmentSpread spread && !needed.containsKey(spread.getName())) {
            var fragment = Objects.requireNonNull(fragments.get(spread.getName()));
            needed.put(spread.getName(), fragment);
            collect(fragment, needed);
        }
        node.getChildren().forEach(child -> collect(child, needed));
    }

    String operation(OperationDefinition operation) {
        var name = Objects.requireNonNull(operation.getName(), "an operation without a name");
        var file = new JavaFile(support, packageName);
        file.uses("Wire");
        var root = root(operation);
        var selections = new Selections(schema, fragments, file, name);
        selections.root(root, operation.getSelectionSet(), "Data");
        var after = resumeVariable(operation, root);
        var contract = after == null ? "Operation" : "DurableSubscription";
        file.uses(contract);
        var first = (Field) operation.getSelectionSet().getSelections().getFirst();
        file.doc(
                Objects.requireNonNull(root.getFieldDefinition(first.getName())).getDescription());
        file.line("public final class " + name + " implements " + contract + "<" + name + ".Data> {");
        var document = document(operation);
        constants(file, document);
        var values = operation.getVariableDefinitions().stream()
                .map(variable -> new ValuesWriter.Value(
                        variable.getName(),
                        file.typeOf(type(variable.getType())),
                        variable.getType() instanceof NonNullType && variable.getDefaultValue() == null,
                        describe(root, first, variable.getName())))
                .toList();
        new ValuesWriter(file, name).write(values, "variables");
        facts(file, operation);
        if (after != null) {
            resume(file, after, first);
        }
        var writer = new ResultWriter(file);
        selections.shapes().forEach(writer::nested);
        return file.line("}").toString();
    }

    private static void constants(JavaFile file, String document) {
        file.line("private static final String DOCUMENT = \"\"");
        document.lines().forEach(line -> file.continuation("+ " + Names.literal(line + "\n")));
        file.continuation(";");
        file.line("private static final String SHA256 = " + Names.literal(sha256(document)) + ";");
    }

    private void facts(JavaFile file, OperationDefinition operation) {
        getter(file, "String name()", Names.literal(Objects.requireNonNull(operation.getName())));
        getter(file, "Kind kind()", "Kind." + operation.getOperation().name());
        getter(file, "String document()", "DOCUMENT");
        getter(file, "String sha256()", "SHA256");
        getter(file, "Data read(Map<String, @Nullable Object> data)", "Data.fromMap(data)");
    }

    private static void getter(JavaFile file, String signature, String value) {
        file.line("")
                .line("@Override")
                .line("public " + signature + " {")
                .line("return " + value + ";")
                .line("}");
    }

    private static void resume(JavaFile file, String variable, Field field) {
        getter(file, "String afterVariable()", Names.literal(variable));
        getter(file, "String cursor(Data data)", "data." + Names.member(field.getResultKey()) + "().cursor()");
    }

    /** The variable behind a subscription's {@code after}; null when it is no durable one. */
    private static @Nullable String resumeVariable(OperationDefinition operation, GraphQLObjectType root) {
        if (operation.getOperation() != OperationDefinition.Operation.SUBSCRIPTION) {
            return null;
        }
        var field = (Field) operation.getSelectionSet().getSelections().getFirst();
        if (Objects.requireNonNull(root.getFieldDefinition(field.getName())).getArgument("after") == null) {
            return null;
        }
        boolean hasCursor = Objects.requireNonNull(field.getSelectionSet()).getSelections().stream()
                .anyMatch(s ->
                        s instanceof Field selected && selected.getResultKey().equals("cursor"));
        var after = field.getArguments().stream()
                .filter(argument -> argument.getName().equals("after"))
                .map(Argument::getValue)
                .findFirst();
        if (!hasCursor || !(after.orElse(null) instanceof VariableReference variable)) {
            throw new InvalidSource(
                    field.getSourceLocation(),
                    field.getName() + " can be resumed: give its argument 'after' a variable and select 'cursor'");
        }
        return variable.getName();
    }

    /** The description of the argument that a variable goes to, when it is one of the first field's. */
    private static @Nullable String describe(GraphQLObjectType root, Field field, String variable) {
        return field.getArguments().stream()
                .filter(a -> a.getValue() instanceof VariableReference reference
                        && reference.getName().equals(variable))
                .findFirst()
                .map(a -> Objects.requireNonNull(root.getFieldDefinition(field.getName()))
                        .getArgument(a.getName())
                        .getDescription())
                .orElse(null);
    }

    private GraphQLObjectType root(OperationDefinition operation) {
        return Objects.requireNonNull(
                switch (operation.getOperation()) {
                    case QUERY -> schema.getQueryType();
                    case MUTATION -> schema.getMutationType();
                    case SUBSCRIPTION -> schema.getSubscriptionType();
                });
    }

    private GraphQLType type(graphql.language.Type<?> type) {
        return switch (type) {
            case NonNullType nonNull -> graphql.schema.GraphQLNonNull.nonNull(type(nonNull.getType()));
            case graphql.language.ListType list -> graphql.schema.GraphQLList.list(type(list.getType()));
            default ->
                Objects.requireNonNull(schema.getType(TypeUtil.unwrapAll(type).getName()));
        };
    }

    static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
