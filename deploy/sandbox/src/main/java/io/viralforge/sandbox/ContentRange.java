package io.viralforge.sandbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes of a file a request brings (RFC 9110, 14.4).
 *
 * @param first of the bytes, from 0
 * @param last of the bytes, inclusive
 * @param total of the file; -1 when it is not known yet
 */
record ContentRange(long first, long last, long total) {
    private static final Pattern FORM = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    /** Null when it is none, or contradicts itself. */
    static @Nullable ContentRange parse(@Nullable String header) {
        Matcher matcher = FORM.matcher(header == null ? "" : header.strip());
        if (!matcher.matches()) {
            return null;
        }
        String total = matcher.group(3);
        ContentRange range = new ContentRange(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                total.equals("*") ? -1 : Long.parseLong(total));
        boolean isWithin = range.total < 0 || range.last < range.total;
        return range.first <= range.last && isWithin ? range : null;
    }

    long length() {
        return last - first + 1;
    }

    boolean isLast() {
        return last + 1 == total;
    }
}
