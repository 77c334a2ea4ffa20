package io.viralforge.identity.factors;

import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Passkeys in the database. */
final class PasskeyStore {
    private static final String PASSKEY = "SELECT id, name, is_backed_up, created_at, used_at FROM passkey";
    private static final String CREDENTIAL =
            "SELECT id, person_id, credential_id, credential, transports, sign_count, is_backup_eligible, is_backed_up FROM passkey";

    private PasskeyStore() {}

    /** A passkey as signing in needs it. */
    record Owned(UUID id, UUID person, Credential credential) {}

    /** Adds one; false when its authenticator has shown it here before. */
    static boolean insert(Tx tx, UUID id, UUID person, String name, Credential credential) {
        return tx.update(
                        """
                        INSERT INTO passkey (id, person_id, name, credential_id, credential, transports, sign_count,
                                             is_backup_eligible, is_backed_up, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, now()) ON CONFLICT (credential_id) DO NOTHING
                        """,
                        id,
                        person,
                        name,
                        credential.id(),
                        credential.attested(),
                        credential.transports(),
                        credential.signCount(),
                        credential.isBackupEligible(),
                        credential.isBackedUp())
                == 1;
    }

    /** All of a person's, oldest first. */
    static List<Passkey> of(Tx tx, UUID person) {
        return tx.rows(PASSKEY + " WHERE person_id = ? ORDER BY id", PasskeyStore::passkey, person);
    }

    static List<Credential> credentials(Tx tx, UUID person) {
        return tx.rows(CREDENTIAL + " WHERE person_id = ? ORDER BY id", PasskeyStore::credential, person);
    }

    static @Nullable Owned find(Tx tx, byte[] credentialId) {
        return tx.row(
                CREDENTIAL + " WHERE credential_id = ?",
                row -> new Owned(row.uuid("id"), row.uuid("person_id"), credential(row)),
                credentialId);
    }

    /** Notes a use; false when it is gone, or has counted as far elsewhere: then there are two of it. */
    static boolean used(Tx tx, UUID id, long signCount, boolean isBackedUp) {
        return tx.update("""
                        UPDATE passkey SET sign_count = ?, is_backed_up = ?, used_at = now()
                        WHERE id = ? AND (sign_count < ? OR (sign_count = 0 AND ? = 0))
                        """, signCount, isBackedUp, id, signCount, signCount) == 1;
    }

    static @Nullable Passkey rename(Tx tx, UUID person, UUID id, String name) {
        return tx.row(
                "UPDATE passkey SET name = ? WHERE person_id = ? AND id = ?"
                        + " RETURNING id, name, is_backed_up, created_at, used_at",
                PasskeyStore::passkey,
                name,
                person,
                id);
    }

    static boolean remove(Tx tx, UUID person, UUID id) {
        return tx.update("DELETE FROM passkey WHERE person_id = ? AND id = ?", person, id) == 1;
    }

    static void removeAll(Tx tx, UUID person) {
        tx.update("DELETE FROM passkey WHERE person_id = ?", person);
    }

    private static Passkey passkey(Row row) {
        return new Passkey(
                row.uuid("id"),
                row.text("name"),
                row.flag("is_backed_up"),
                row.instant("created_at"),
                row.instantOrNull("used_at"));
    }

    private static Credential credential(Row row) {
        return new Credential(
                row.bytes("credential_id"),
                row.bytes("credential"),
                row.texts("transports"),
                row.big("sign_count"),
                row.flag("is_backup_eligible"),
                row.flag("is_backed_up"));
    }
}
