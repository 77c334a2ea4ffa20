package io.viralforge.identity.factors;

import io.viralforge.platform.sql.Row;
import java.util.UUID;

/** What has begun and waits for a factor. */
public sealed interface Challenge {
    /**
     * A sign-in: the password was right.
     *
     * @param studio where the person wants to work
     */
    record Confirm(UUID person, UUID studio) implements Challenge {}

    /** A sign-in of whoever has a passkey, without a password. */
    record SignIn() implements Challenge {}

    /** A new passkey of a person's. */
    record Register(UUID person) implements Challenge {}

    static Challenge of(Row row) {
        UUID person = row.uuidOrNull("person_id");
        UUID studio = row.uuidOrNull("studio_id");
        if (person == null) {
            return new SignIn();
        }
        return studio == null ? new Register(person) : new Confirm(person, studio);
    }
}
