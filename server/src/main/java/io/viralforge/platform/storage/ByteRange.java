package io.viralforge.platform.storage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a Range header asks of a file (RFC 9110, section 14). */
sealed interface ByteRange {
    Pattern SINGLE = Pattern.compile("\\s*bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*");

    /** All of it: nothing, or nothing that this server understands, was asked. Several ranges at once count as that. */
    record Whole() implements ByteRange {}

    /**
     * Some of it.
     *
     * @param from first byte
     * @param length at least 1
     */
    record Slice(long from, long length) implements ByteRange {}

    /** The range lies beyond its end. */
    record Unsatisfiable() implements ByteRange {}

    /**
     * What the header asks of a file.
     *
     * @param size the file's, in bytes, at least 1
     */
    static ByteRange of(@Nullable String header, long size) {
        Matcher range = SINGLE.matcher(header == null ? "" : header);
        if (!range.matches()) {
            return new Whole();
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? new Whole() : suffix(Long.parseLong(last), size);
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (to < from) {
            return new Whole();
        }
        return from >= size ? new Unsatisfiable() : new Slice(from, Math.min(to, size - 1) - from + 1);
    }

    private static ByteRange suffix(long length, long size) {
        return length == 0 ? new Unsatisfiable() : new Slice(Math.max(0, size - length), Math.min(length, size));
    }
}
