package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What somebody without an account can do to those who have one. */
class StrangersTest {
    private static final AtomicInteger NETWORKS = new AtomicInteger();

    private final Installation installation = Installation.shared();
    private final SignedIn admin = installation.newStudio(Installation.operator());

    @Test
    void unknownLinksWriteNothingUnderAnybodysNameAndAreSlowedDown() {
        SignedIn victim = installation.join(admin, Role.VIEWER);
        long before = entries();
        for (String mutation : List.of(
                "invitationAccept(input: {token: \"none\", email: \"" + victim.email() + "\", password: \""
                        + Installation.PASSWORD + "\", name: \"x\"}) { userErrors { code } }",
                "localSessionCreate(input: {secret: \"none\"}) { userErrors { code } }",
                "passwordReset(input: {token: \"none\", newPassword: \"" + Installation.PASSWORD
                        + "\"}) { userErrors { code } }")) {
            String network = network();
            installation.askFrom(network, many(mutation), Map.of());
            // The wait doubles; a slow machine needs some tries until one comes within it.
            assertThat(Stream.generate(() -> installation.askFrom(network, "mutation { " + mutation + " }", Map.of()))
                            .limit(20)
                            .anyMatch(answer -> answer.codes().equals(List.of("THROTTLED"))))
                    .as(mutation)
                    .isTrue();
        }
        assertThat(entries()).isEqualTo(before);
    }

    @Test
    void whoHasTheLocalSecretWaitsForNoStrangerAtTheSameAddress() {
        String proxy = network();
        installation.askFrom(
                proxy, many("localSessionCreate(input: {secret: \"none\"}) { userErrors { code } }"), Map.of());
        assertThat(installation
                        .askFrom(
                                proxy,
                                "mutation($s: String!) { localSessionCreate(input: {secret: $s, isSample: true})"
                                        + " { userErrors { code } } }",
                                Map.of("s", installation.localSecret().strip()))
                        .data()
                        .at("/localSessionCreate/userErrors"))
                .isEmpty();
    }

    @Test
    void whoShouldHaveSignedInWritesNothing() {
        long before = entries();
        assertThat(installation
                        .askFrom(network(), many("invitationCreate(input: {role: ADMIN}) { url }"), Map.of())
                        .codes())
                .containsOnly("UNAUTHENTICATED");
        assertThat(entries()).isEqualTo(before);
    }

    @Test
    void guessesFromAllOverLockNobodyOutWhereTheyHaveSignedInBefore() {
        SignedIn victim = installation.join(admin, Role.VIEWER);
        // The wait doubles; a slow machine needs some tries until one comes within it.
        assertThat(Stream.generate(() -> signIn(network(), victim.email(), "a wrong password"))
                        .limit(20)
                        .anyMatch(List.of("TOO_MANY_ATTEMPTS")::equals))
                .isTrue();
        assertThat(signIn("127.0.0.1", victim.email(), Installation.PASSWORD)).isEmpty();
    }

    private List<String> signIn(String address, String email, String password) {
        return installation
                .askFrom(
                        address,
                        "mutation($input: SessionCreateInput!) { sessionCreate(input: $input)"
                                + " { userErrors { code } } }",
                        Map.of("input", Map.of("email", email, "password", password)))
                .data()
                .findValuesAsText("code");
    }

    /** Ninety times the same in one operation. */
    private static String many(String mutation) {
        return IntStream.range(0, 90)
                .mapToObj(i -> "a" + i + ": " + mutation)
                .collect(Collectors.joining(" ", "mutation { ", " }"));
    }

    private static String network() {
        return "198.51.100." + NETWORKS.incrementAndGet();
    }

    private long entries() {
        return installation
                .server
                .sql()
                .<Long>everywhere(tx -> tx.one("SELECT count(*) AS n FROM audit_entry", row -> row.big("n")));
    }
}
