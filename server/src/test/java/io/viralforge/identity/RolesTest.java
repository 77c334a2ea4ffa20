package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.GraphqlResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every field of identity's, asked by everyone. What is asked changes nothing, even for those who may. */
class RolesTest {
    /** Each root field, asked so that whoever may ask gets an answer without a top-level error. */
    private static final Map<String, String> OPERATIONS = Map.ofEntries(
            Map.entry("viewer", "{ viewer { role } }"),
            Map.entry(
                    "invitationAccept",
                    "mutation { invitationAccept(input: {token: \"x\", email: \"x\", password: \"x\", name: \"x\"})"
                            + " { userErrors { code } } }"),
            Map.entry(
                    "sessionCreate",
                    "mutation { sessionCreate(input: {email: \"nobody@example.org\", password: \"\"})"
                            + " { userErrors { code } } }"),
            Map.entry(
                    "localSessionCreate",
                    "mutation { localSessionCreate(input: {secret: \"x\"}) { userErrors { code } } }"),
            Map.entry("sessionRefresh", "mutation { sessionRefresh(refreshToken: \"x\") { userErrors { code } } }"),
            Map.entry("sessionSwitch", "mutation { sessionSwitch(studioId: \"x\") { userErrors { code } } }"),
            Map.entry("sessionRevoke", "mutation { sessionRevoke(refreshToken: \"x\") { userErrors { code } } }"),
            Map.entry(
                    "studioCreate",
                    "mutation { studioCreate(input: {name: \"\"}, idempotencyKey: \"x\") { userErrors { code } } }"),
            Map.entry("studioUpdate", "mutation { studioUpdate(input: {name: \"\"}) { userErrors { code } } }"),
            Map.entry(
                    "invitationCreate",
                    "mutation { invitationCreate(input: {role: VIEWER, email: \"x\"}) { userErrors { code } } }"),
            Map.entry("memberUpdate", "mutation { memberUpdate(id: \"x\", role: VIEWER) { userErrors { code } } }"),
            Map.entry("memberRemove", "mutation { memberRemove(id: \"x\") { userErrors { code } } }"),
            Map.entry(
                    "workerTokenCreate", "mutation { workerTokenCreate(input: {name: \"\"}) { userErrors { code } } }"),
            Map.entry("workerTokenRevoke", "mutation { workerTokenRevoke(id: \"x\") { userErrors { code } } }"));

    private final Installation installation = Installation.shared();

    @Test
    void everyFieldIsOpenToWhomTheSchemaSaysAndToNobodyElse() {
        SignedIn admin = installation.newStudio(Installation.operator());
        String workerToken = installation
                .data(
                        Installation.operator(),
                        "mutation { workerTokenCreate(input: {name: \"roles\"}) { token } }",
                        Map.of())
                .at("/workerTokenCreate/token")
                .asText();
        Map<@Nullable String, Set<Scope>> callers = new LinkedHashMap<>();
        callers.put(null, Set.of());
        for (Role role : Role.values()) {
            callers.put(installation.join(admin, role).access(), role.scopes(false));
        }
        callers.put(admin.access(), Role.ADMIN.scopes(true));
        callers.put(workerToken, Scope.OF_WORKER);

        Map<String, Set<Scope>> declared = declared();
        assertThat(declared.keySet()).isEqualTo(OPERATIONS.keySet());
        List<String> wrong = new ArrayList<>();
        declared.forEach((field, any) -> callers.forEach((token, scopes) -> {
            GraphqlResponse response = GraphqlResponse.of(
                    installation.server.uri(), token, Objects.requireNonNull(OPERATIONS.get(field)), Map.of());
            boolean isOpen = any.isEmpty() || scopes.stream().anyMatch(any::contains);
            List<String> expected = isOpen ? List.of() : List.of(token == null ? "UNAUTHENTICATED" : "FORBIDDEN");
            if (response.status() != 200
                    || !response.body().path("errors").findValuesAsText("code").equals(expected)) {
                wrong.add(field + " for " + scopes + ": " + response.body());
            }
        }));
        assertThat(wrong).isEmpty();
    }

    @Test
    void eachRoleMayDoAllThatTheOneBeforeItMay() {
        assertThat(Role.VIEWER.scopes(false)).isEqualTo(EnumSet.of(Scope.READ));
        assertThat(Role.CREATOR.scopes(false)).isEqualTo(EnumSet.of(Scope.READ, Scope.CREATE, Scope.PUBLISH));
        assertThat(Role.ADMIN.scopes(false))
                .isEqualTo(EnumSet.of(Scope.READ, Scope.CREATE, Scope.PUBLISH, Scope.MONEY, Scope.ADMIN));
        assertThat(Role.VIEWER.scopes(true)).isEqualTo(EnumSet.of(Scope.READ, Scope.OPERATOR));
    }

    /** The root fields in identity's part of the schema, with the scopes that open them. */
    private static Map<String, Set<Scope>> declared() {
        Map<String, Set<Scope>> fields = new LinkedHashMap<>();
        Matcher roots = Pattern.compile("extend type (?:Query|Mutation) \\{(.*?)\\n}", Pattern.DOTALL)
                .matcher(schema());
        while (roots.find()) {
            Matcher field = Pattern.compile("^  (\\w+)(.*)$", Pattern.MULTILINE).matcher(roots.group(1));
            while (field.find()) {
                Matcher scope = Pattern.compile("@scope\\(any: \\[(.*?)]").matcher(field.group(2));
                fields.put(
                        field.group(1),
                        scope.find()
                                ? EnumSet.copyOf(Stream.of(scope.group(1).split(", ", -1))
                                        .map(Scope::valueOf)
                                        .toList())
                                : Set.of());
            }
        }
        return fields;
    }

    private static String schema() {
        try (InputStream file = Objects.requireNonNull(
                RolesTest.class.getClassLoader().getResourceAsStream("schema/identity.graphqls"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
