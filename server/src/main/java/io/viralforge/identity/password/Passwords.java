package io.viralforge.identity.password;

import io.viralforge.identity.password.PasswordHash.Cost;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes and checks password hashes, few at a time: each takes 32 MiB, and a flood of sign-ins must not take them all. */
@Singleton
public final class Passwords {
    /** Characters; a longer one is hashed by nobody. */
    public static final int LONGEST = 200;

    /** Above the least that OWASP's Password Storage Cheat Sheet names (19 MiB, 2 passes); about 80 ms of one core. */
    static final Cost COST = new Cost(32 * 1024, 4, 1);

    private static final int AT_ONCE = 2;
    private static final int PATIENCE_SECONDS = 5;
    private static final int SALT_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Semaphore slots = new Semaphore(AT_ONCE, true);
    /** Checked when there is no account, so that this takes as long as when there is one. No password matches it. */
    private final PasswordHash nobodys =
            PasswordHash.parse("$argon2id$v=19$m=" + COST.memoryKiB() + ",t=" + COST.passes() + ",p=" + COST.lanes()
                    + "$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

    /** The PHC string of a new hash. */
    public String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return gated(() -> PasswordHash.of(password, COST, salt).phc());
    }

    /**
     * Whether the password is right.
     *
     * @param phc the stored hash, null when there is no such account; takes as long
     */
    public boolean matches(String password, @Nullable String phc) {
        if (password.codePointCount(0, password.length()) > LONGEST) {
            return false;
        }
        PasswordHash hash = phc == null ? nobodys : PasswordHash.parse(phc);
        return gated(() -> hash.matches(password)) && phc != null;
    }

    /** True when the hash was made at another cost than one made today. */
    public boolean isOutdated(String phc) {
        return !PasswordHash.parse(phc).cost().equals(COST);
    }

    private <T> T gated(Supplier<T> work) {
        try {
            if (!slots.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new CodedException(ErrorCode.THROTTLED, "Too many people are signing in; try again soon.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.UNAVAILABLE, "The server is stopping.", e);
        }
        try {
            return work.get();
        } finally {
            slots.release();
        }
    }
}
