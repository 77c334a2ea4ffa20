package io.viralforge.identity;

import io.viralforge.identity.password.PasswordHash;
import io.viralforge.identity.password.Passwords;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.text.PlainText;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects everything that is wrong with an input, so that a person can mend it in one go. */
final class Checks {
    static final int LONGEST_EMAIL = 254;
    static final int SHORTEST_PASSWORD = 10;

    // Whether an address exists only mail can tell; this keeps out what cannot be one.
    private static final Pattern EMAIL =
            Pattern.compile("[^@\\s\\p{Z}]{1,64}@[\\p{L}\\p{N}](?:[\\p{L}\\p{N}.-]*[\\p{L}\\p{N}])?");
    private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

    private final List<UserError> errors = new ArrayList<>();

    /** An e-mail address without surrounding white space. */
    String email(String text, String... path) {
        String email = text.strip();
        if (email.length() > LONGEST_EMAIL) {
            add(UserErrorCode.OUT_OF_RANGE, "An e-mail address has at most " + LONGEST_EMAIL + " characters.", path);
        } else if (!EMAIL.matcher(email).matches() || email.contains("..") || !PlainText.isPlain(email)) {
            add(UserErrorCode.INVALID, "That is not an e-mail address.", path);
        }
        return email;
    }

    /** A name without surrounding white space: 1 to 80 characters, none of them invisible. */
    String name(String text, String... path) {
        String name = PlainText.stripped(text);
        if (!PlainText.isName(name)) {
            add(
                    UserErrorCode.INVALID,
                    "A name has 1 to " + PlainText.LONGEST_NAME + " characters, none of them invisible.",
                    path);
        }
        return name;
    }

    /** A new password: 10 to 200 characters, not one and the same throughout. */
    void password(String text, String... path) {
        int length = text.codePointCount(0, text.length());
        if (length < SHORTEST_PASSWORD || length > Passwords.LONGEST) {
            add(
                    UserErrorCode.OUT_OF_RANGE,
                    "A password has " + SHORTEST_PASSWORD + " to " + Passwords.LONGEST + " characters.",
                    path);
        } else if (PasswordHash.normal(text).codePoints().distinct().count() == 1) {
            add(UserErrorCode.INVALID, "A password is more than one character repeated.", path);
        }
    }

    /** The IANA name of a time zone. */
    void zone(String text, String... path) {
        if (!ZONES.contains(text)) {
            add(UserErrorCode.INVALID, "That is not the name of a time zone, such as Europe/Berlin.", path);
        }
    }

    /** When something ends, if it does by itself. */
    void end(@Nullable Instant end, Instant now, String... path) {
        if (end != null && !end.isAfter(now)) {
            add(UserErrorCode.OUT_OF_RANGE, "The end must lie in the future.", path);
        }
    }

    void add(UserErrorCode code, String message, String... path) {
        errors.add(new UserError(code, message, path));
    }

    boolean failed() {
        return !errors.isEmpty();
    }

    <T> Outcome<T> refusal() {
        return Outcome.refused(errors);
    }
}
