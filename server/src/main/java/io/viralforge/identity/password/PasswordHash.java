package io.viralforge.identity.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * An argon2id hash (RFC 9106) with the cost it was made at, so that the cost can change and old hashes go on working.
 * Its text is the PHC string {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}.
 */
public final class PasswordHash {
    private static final int HASH_BYTES = 32;
    private static final Pattern SPACE = Pattern.compile("\\p{Zs}");
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,4}),p=(\\d{1,3})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    /**
     * What computing a hash takes.
     *
     * @param memoryKiB memory in KiB
     * @param passes over that memory
     * @param lanes how many of them are independent
     */
    record Cost(int memoryKiB, int passes, int lanes) {}

    private final Cost cost;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(Cost cost, byte[] salt, byte[] hash) {
        this.cost = cost;
        this.salt = salt;
        this.hash = hash;
    }

    /** Hashes a password: takes the memory and the time that the cost says. */
    static PasswordHash of(String password, Cost cost, byte[] salt) {
        return new PasswordHash(cost, salt, compute(password, cost, salt, HASH_BYTES));
    }

    /** Reads a PHC string. */
    static PasswordHash parse(String phc) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an argon2id hash");
        }
        return new PasswordHash(
                new Cost(
                        Integer.parseInt(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3))),
                Base64.getDecoder().decode(parts.group(4)),
                Base64.getDecoder().decode(parts.group(5)));
    }

    /** Whether it is this password's; takes as long either way. */
    boolean matches(String password) {
        return MessageDigest.isEqual(hash, compute(password, cost, salt, hash.length));
    }

    Cost cost() {
        return cost;
    }

    /** The PHC string. */
    String phc() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memoryKiB + ",t=" + cost.passes + ",p=" + cost.lanes + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    private static byte[] compute(String password, Cost cost, byte[] salt, int length) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKiB)
                .withIterations(cost.passes)
                .withParallelism(cost.lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        argon2.generateBytes(normal(password).getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    /**
     * The password as it is hashed: typed on another keyboard the same one may come in other code points. Every space is
     * the plain one, and the rest composed (RFC 8265, section 4.2.2, OpaqueString).
     */
    public static String normal(String password) {
        return Normalizer.normalize(SPACE.matcher(password).replaceAll(" "), Normalizer.Form.NFC);
    }
}
