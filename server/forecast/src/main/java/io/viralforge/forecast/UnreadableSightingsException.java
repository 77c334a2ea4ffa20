package io.viralforge.forecast;

import java.io.IOException;

/** A file of sightings that is not one, or no longer one from some line on. */
public final class UnreadableSightingsException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Code {
        /** There is no line at all. */
        EMPTY,
        /** Compressed, and damaged or cut off. */
        DAMAGED,
        /** Not UTF-8, or with control characters. */
        NOT_TEXT,
        /** A column that must be there is not, or one is there twice. */
        COLUMNS,
        /** A line has more or fewer fields than the header. */
        FIELDS,
        /** A quotation mark without its other, or text behind it. */
        QUOTES,
        /** A number that is none, is negative or beyond 10^15. */
        NUMBER,
        /** A time that is none, or outside the years 1970 to 2200. */
        TIME,
        /** An item without a name. */
        ITEM,
        /** A line or a field beyond what is read. */
        TOO_LONG,
        /** More different sightings than are held. */
        TOO_MANY
    }

    private final Code code;
    private final long line;

    UnreadableSightingsException(Code code, long line, String sentence) {
        super(line == 0 ? sentence : "Line " + line + ": " + sentence);
        this.code = code;
        this.line = line;
    }

    public Code code() {
        return code;
    }

    /** The line, from 1; 0 for the file as a whole. */
    public long line() {
        return line;
    }
}
