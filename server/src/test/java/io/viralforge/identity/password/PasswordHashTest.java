package io.viralforge.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.identity.password.PasswordHash.Cost;
import io.viralforge.platform.error.CodedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
    /** From test.c of the reference implementation (github.com/P-H-C/phc-winner-argon2). */
    private static final String REFERENCE =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    private final Passwords passwords = new Passwords();

    @Test
    void itAgreesWithTheReferenceImplementation() {
        assertThat(PasswordHash.of("password", new Cost(65536, 2, 1), "somesalt".getBytes(StandardCharsets.US_ASCII))
                        .phc())
                .isEqualTo(REFERENCE);
        assertThat(passwords.matches("password", REFERENCE)).isTrue();
        assertThat(passwords.matches("passwore", REFERENCE)).isFalse();
        assertThat(passwords.isOutdated(REFERENCE)).isTrue();
    }

    @Test
    void eachHashHasASaltOfItsOwnAndTodaysCost() {
        String one = passwords.hash("the same password");
        String other = passwords.hash("the same password");
        assertThat(one).startsWith("$argon2id$v=19$m=32768,t=4,p=1$").isNotEqualTo(other);
        assertThat(passwords.isOutdated(one)).isFalse();
        assertThat(passwords.matches("the same password", other)).isTrue();
    }

    @Test
    void aPasswordTypedOnAnotherKeyboardIsTheSame() {
        String composed = passwords.hash("p\u00e4ssw\u00f6rter sind lang");
        assertThat(passwords.matches("pa\u0308sswo\u0308rter sind lang", composed))
                .isTrue();
    }

    @Test
    void whatOnlyLooksAlikeIsAnotherPassword() {
        String wide = passwords.hash("\uFF50assword with a wide p");
        assertThat(passwords.matches("password with a wide p", wide)).isFalse();
        assertThat(passwords.matches("\uFF50assword\u00A0with\u3000a wide p", wide))
                .isTrue();
    }

    @Test
    void anUnknownAccountTakesAsLongAsAKnownOne() {
        String phc = passwords.hash("some password");
        passwords.matches("warm it up", null);
        Duration known = fastest(() -> passwords.matches("a wrong password", phc));
        Duration unknown = fastest(() -> passwords.matches("a wrong password", null));
        assertThat(unknown.toNanos()).isBetween(known.toNanos() / 2, known.toNanos() * 2);
    }

    @Test
    void aFloodIsTurnedAwayOrServedButNeverAllAtOnce() throws Exception {
        String phc = passwords.hash("some password");
        List<Callable<Boolean>> flood = Stream.generate(() -> (Callable<Boolean>) () -> {
                    try {
                        return passwords.matches("some password", phc);
                    } catch (CodedException throttled) {
                        return true;
                    }
                })
                .limit(8)
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.invokeAll(flood))
                    .allSatisfy(done -> assertThat(done.get()).isTrue());
        }
    }

    private static Duration fastest(Runnable work) {
        return Stream.generate(() -> {
                    long start = System.nanoTime();
                    work.run();
                    return Duration.ofNanos(System.nanoTime() - start);
                })
                .limit(5)
                .min(Duration::compareTo)
                .orElseThrow();
    }
}
