package io.viralforge.platform.graphql;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.Node;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.VariableReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the answer to an event depends on, besides the event and the moment. Two subscribers whose questions are equal are
 * told the same.
 *
 * @param document the same object for the same text, as {@link Documents} keeps them
 * @param operation its name, when the document has several
 * @param variables those that are used below the source, whose own arguments have chosen the event and no more
 * @param whose the studio, for a member; the token, for a worker
 * @param scopes what may be seen
 * @param address by which URLs of ours are completed
 */
record EventQuestion(
        Document document,
        @Nullable String operation,
        Map<String, @Nullable Object> variables,
        UUID whose,
        Set<Scope> scopes,
        String address) {

    static EventQuestion of(
            Document document, OperationDefinition asked, Operation operation, Actor actor, String address) {
        Map<String, @Nullable Object> variables = new HashMap<>(operation.variables());
        if (!variables.isEmpty()) {
            variables.keySet().retainAll(used(document, asked));
        }
        UUID whose = switch (actor) {
            case Actor.Member member -> member.studio();
            case Actor.WorkerNode worker -> worker.id();
            case Actor.Anonymous nobody -> nobody.id();
        };
        return new EventQuestion(document, operation.name(), variables, whose, actor.scopes(), address);
    }

    private static Set<String> used(Document document, OperationDefinition asked) {
        Set<String> names = new HashSet<>();
        asked.getDirectives().forEach(directive -> collect(directive, names));
        for (Selection<?> selection : asked.getSelectionSet().getSelections()) {
            if (selection instanceof Field source) {
                source.getDirectives().forEach(directive -> collect(directive, names));
                if (source.getSelectionSet() != null) {
                    collect(source.getSelectionSet(), names);
                }
            } else {
                collect(selection, names);
            }
        }
        document.getDefinitionsOfType(FragmentDefinition.class).forEach(fragment -> collect(fragment, names));
        return names;
    }

    private static void collect(Node<?> node, Set<String> names) {
        if (node instanceof VariableReference variable) {
            names.add(variable.getName());
        }
        for (Node<?> child : node.getChildren()) {
            collect(child, names);
        }
    }
}
