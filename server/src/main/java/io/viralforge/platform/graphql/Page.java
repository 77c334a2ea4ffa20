package io.viralforge.platform.graphql;

import graphql.schema.DataFetchingEnvironment;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks of a list.
 *
 * @param first how many, 1 to 100
 * @param after the sort key of the entry to go on after, null at the beginning
 */
public record Page(int first, @Nullable String after) {
    private static final int MOST = 100;
    private static final int USUAL = 20;

    public Page {
        if (first < 1 || first > MOST) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "first must be 1 to " + MOST + ".");
        }
    }

    /** From the arguments {@code first} and {@code after}. */
    public static Page of(DataFetchingEnvironment env) {
        String after = env.getArgument("after");
        return new Page(first(env), after == null ? null : decode(after));
    }

    /** The argument {@code first} alone, of a list whose cursors are its own. */
    public static int first(DataFetchingEnvironment env) {
        Integer first = env.getArgument("first");
        return new Page(first == null ? USUAL : first, null).first();
    }

    /**
     * {@link #after} of a list that is ordered by id.
     *
     * @throws CodedException BAD_REQUEST when it is the cursor of another list
     */
    public @Nullable UUID afterId() {
        try {
            return after == null ? null : UUID.fromString(after);
        } catch (IllegalArgumentException malformed) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "after is not a cursor of this list.", malformed);
        }
    }

    /** How many rows to read: one more than asked, to know whether more follow. */
    public int limit() {
        return first + 1;
    }

    static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "after is not a cursor of this list.", malformed);
        }
    }
}
