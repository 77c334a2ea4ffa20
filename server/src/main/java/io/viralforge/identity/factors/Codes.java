package io.viralforge.identity.factors;

import io.viralforge.platform.secrets.SecretBox;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Codes that a person types: those of an app, and those to recover with. Each is taken once. */
@Singleton
public final class Codes {
    static final int RECOVERY_CODES = 10;

    private static final int SECRET_BYTES = 20; // RFC 4226, section 4, R6
    private static final int LONGEST = 100;

    private final SecretBox box;
    private final SecureRandom random = new SecureRandom();

    /**
     * A secret for an app, shown this once.
     *
     * @param secret for typing, in Base32
     * @param uri for scanning: the key URI format that all apps read
     */
    public record NewTotp(String secret, URI uri) {
        /** The URI for a camera, as SVG. */
        public String qrCode() {
            return QrImage.of(uri.toString());
        }

        @Override
        public String toString() {
            return "NewTotp";
        }
    }

    Codes(SecretBox box) {
        this.box = box;
    }

    /**
     * A secret for an app; one that was not confirmed is forgotten. Null when an app is on.
     *
     * @param account what the app shows, such as an e-mail address
     */
    @Nullable
    NewTotp start(Tx tx, UUID person, String account) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        boolean isNew = tx.update("""
                        INSERT INTO totp (person_id, sealed_secret) VALUES (?, ?)
                        ON CONFLICT (person_id) DO UPDATE
                            SET sealed_secret = excluded.sealed_secret, last_step = 0, created_at = now()
                            WHERE NOT totp.is_on
                        """, person, box.seal(secret, label(person))) == 1;
        if (!isNew) {
            return null;
        }
        String text = Base32.of(secret);
        return new NewTotp(
                text,
                URI.create("otpauth://totp/ViralForge:" + encoded(account) + "?secret=" + text
                        + "&issuer=ViralForge&algorithm=SHA1&digits=" + Totp.DIGITS + "&period=" + Totp.STEP_SECONDS));
    }

    /** Switches the app on by its first code; false when it is on, was not begun, or the code is wrong. */
    boolean confirm(Tx tx, UUID person, String typed) {
        return take(tx, person, RecoveryCode.plain(typed), false)
                && tx.update("UPDATE totp SET is_on = true WHERE person_id = ?", person) == 1;
    }

    /** Forgets a secret that was not confirmed: the password that asked for it is no longer the person's. */
    public static void forgetBegun(Tx tx, UUID person) {
        tx.update("DELETE FROM totp WHERE person_id = ? AND NOT is_on", person);
    }

    /** Switches the app off; false when it was not on. */
    boolean remove(Tx tx, UUID person) {
        return tx.update("DELETE FROM totp WHERE person_id = ? AND is_on", person) == 1;
    }

    /** Takes a code of the app or one to recover with; false when it is none, or was taken before. */
    public boolean use(Tx tx, UUID person, String typed) {
        if (typed.length() > LONGEST) {
            return false;
        }
        String code = RecoveryCode.plain(typed);
        return code.length() == Totp.DIGITS
                ? take(tx, person, code, true)
                : tx.update(
                                "DELETE FROM recovery_code WHERE person_id = ? AND hash = ?",
                                person,
                                new RecoveryCode(code).hash())
                        == 1;
    }

    boolean hasApp(Tx tx, UUID person) {
        return tx.one(
                "SELECT EXISTS (SELECT FROM totp WHERE person_id = ? AND is_on) AS is_on",
                row -> row.flag("is_on"),
                person);
    }

    /** How many codes to recover with are left. */
    int left(Tx tx, UUID person) {
        return tx.one(
                "SELECT count(*)::int AS n FROM recovery_code WHERE person_id = ?", row -> row.number("n"), person);
    }

    void forget(Tx tx, UUID person) {
        tx.update("DELETE FROM recovery_code WHERE person_id = ?", person);
    }

    /** Ten new codes to recover with; those before are void. */
    List<String> renew(Tx tx, UUID person) {
        forget(tx, person);
        List<RecoveryCode> codes = Stream.generate(() -> RecoveryCode.random(random))
                .limit(RECOVERY_CODES)
                .toList();
        codes.forEach(
                code -> tx.update("INSERT INTO recovery_code (person_id, hash) VALUES (?, ?)", person, code.hash()));
        return codes.stream().map(RecoveryCode::text).toList();
    }

    /** The row's lock makes those wait who show the same code elsewhere: they find its step taken. */
    private boolean take(Tx tx, UUID person, String code, boolean isOn) {
        OptionalLong step = tx.row("""
                SELECT sealed_secret, last_step, floor(extract(epoch FROM clock_timestamp()) / ?)::bigint AS now
                FROM totp WHERE person_id = ? AND is_on = ? FOR UPDATE
                """, row -> step(row, person, code), Totp.STEP_SECONDS, person, isOn);
        return step != null
                && step.isPresent()
                && tx.update("UPDATE totp SET last_step = ? WHERE person_id = ?", step.getAsLong(), person) == 1;
    }

    private OptionalLong step(Row row, UUID person, String code) {
        byte[] secret = box.open(row.bytes("sealed_secret"), label(person));
        if (secret == null) {
            throw new IllegalStateException("the secret of a person's app was sealed with a master key that is gone");
        }
        return Totp.match(secret, code, row.big("now"), row.big("last_step"));
    }

    private static String label(UUID person) {
        return "totp:" + person;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
