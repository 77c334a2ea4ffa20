package io.viralforge.identity.token;

import io.viralforge.platform.sql.Tx;
import java.time.Instant;
import java.util.List;

/** Signing keys in the database. */
final class SigningKeyStore {
    private SigningKeyStore() {}

    /** A key as it is stored. Deliberately no record: it compares by no value and prints nothing. */
    static final class StoredKey {
        private final String kid;
        private final String publicJwk;
        private final byte[] sealedPrivate;
        private final Instant createdAt;

        StoredKey(String kid, String publicJwk, byte[] sealedPrivate, Instant createdAt) {
            this.kid = kid;
            this.publicJwk = publicJwk;
            this.sealedPrivate = sealedPrivate;
            this.createdAt = createdAt;
        }

        String kid() {
            return kid;
        }

        String publicJwk() {
            return publicJwk;
        }

        byte[] sealedPrivate() {
            return sealedPrivate;
        }

        Instant createdAt() {
            return createdAt;
        }
    }

    /** Lets one replica at a time make keys. */
    static void lock(Tx tx) {
        tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('identity.signing_key', 0))", row -> true);
    }

    /** All keys, newest first. */
    static List<StoredKey> all(Tx tx) {
        return tx.rows(
                "SELECT kid, public_jwk, sealed_private, created_at FROM signing_key ORDER BY created_at DESC, kid",
                row -> new StoredKey(
                        row.text("kid"),
                        row.text("public_jwk"),
                        row.bytes("sealed_private"),
                        row.instant("created_at")));
    }

    static void insert(Tx tx, StoredKey key) {
        tx.update(
                "INSERT INTO signing_key (kid, public_jwk, sealed_private, created_at) VALUES (?, ?, ?, ?)",
                key.kid(),
                key.publicJwk(),
                key.sealedPrivate(),
                key.createdAt());
    }

    static void retireAll(Tx tx, Instant now) {
        tx.update("UPDATE signing_key SET retired_at = ? WHERE retired_at IS NULL", now);
    }

    static void purge(Tx tx, Instant retiredBefore) {
        tx.update("DELETE FROM signing_key WHERE retired_at < ?", retiredBefore);
    }
}
