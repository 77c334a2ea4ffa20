package io.viralforge.platform.graphql;

import io.viralforge.platform.text.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * Where an operation comes from, for people to recognise a session by and for brakes on guessing. It is what the caller
 * says, so nobody is let in for it.
 *
 * @param address IP address, or "unknown"
 * @param userAgent what the program calls itself, at most 200 plain characters; null when it does not say
 */
public record Origin(String address, @Nullable String userAgent) {
    static final Origin UNKNOWN = new Origin(Caller.NOWHERE, null);

    private static final int LONGEST = 200;

    public Origin {
        userAgent = userAgent == null || PlainText.isBlank(userAgent)
                ? null
                : PlainText.cut(PlainText.line(userAgent), LONGEST);
    }
}
