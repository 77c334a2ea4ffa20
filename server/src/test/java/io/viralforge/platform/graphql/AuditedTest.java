package io.viralforge.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditedTest {
    private static final String SDL = """
            directive @audited(shows: [String!]! = [], isInstallations: Boolean! = false) on FIELD_DEFINITION
            type Query { nothing: String }
            type Mutation {
              link: String @audited
              breaks(how: String!): String @audited(shows: ["how"])
            }
            """;

    private static final Actor.Member MEMBER =
            new Actor.Member(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), Set.of());

    private final List<String> kept = new ArrayList<>();

    @Test
    void whatWasDoneIsAnsweredThoughItCannotBeWrittenDown() {
        ExecutionResult result = execute(MEMBER, "mutation { link }", act -> {
            throw new IllegalStateException("the log is away");
        });
        assertThat(result.getErrors()).isEmpty();
        assertThat(result.<Map<String, String>>getData()).containsEntry("link", "shown once");
    }

    @Test
    void whatFailedMayHaveBeenDoneAndIsKeptWithItsCode() {
        execute(MEMBER, "mutation { breaks(how: \"INTERNAL\") }", this::note);
        execute(MEMBER, "mutation { breaks(how: \"FORBIDDEN\") }", this::note);
        execute(new Actor.Anonymous(), "mutation { breaks(how: \"INTERNAL\") }", this::note);
        assertThat(kept)
                .containsExactly(
                        "breaks [how=INTERNAL] INTERNAL",
                        "breaks [how=FORBIDDEN] FORBIDDEN",
                        "breaks [how=INTERNAL] INTERNAL");
    }

    @Test
    void ofStrangersNothingIsKeptThatCostsThemNothing() {
        for (String code : List.of("UNAUTHENTICATED", "BAD_REQUEST", "THROTTLED")) {
            execute(new Actor.Anonymous(), "mutation { breaks(how: \"" + code + "\") }", this::note);
        }
        assertThat(kept).isEmpty();
    }

    private void note(AuditTrail.Act act) {
        kept.add(act.action() + " " + act.details() + " " + act.error());
    }

    private static ExecutionResult execute(Actor actor, String mutation, AuditTrail trail) {
        RuntimeWiring wiring = RuntimeWiring.newRuntimeWiring()
                .directive("audited", new Audited())
                .type(
                        "Mutation",
                        type -> type.dataFetcher("link", env -> "shown once").dataFetcher("breaks", env -> {
                            throw failure(String.valueOf(env.<String>getArgument("how")));
                        }))
                .build();
        return GraphQL.newGraphQL(new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(SDL), wiring))
                .defaultDataFetcherExceptionHandler(new Faults())
                .build()
                .execute(ExecutionInput.newExecutionInput(mutation)
                        .graphQLContext(Map.of(Actor.class, actor, AuditTrail.class, trail)));
    }

    private static RuntimeException failure(String how) {
        return how.equals("INTERNAL")
                ? new IllegalStateException("after the commit")
                : new CodedException(ErrorCode.valueOf(how), "No.");
    }
}
