package io.viralforge.forecast;

import io.viralforge.forecast.UnreadableSightingsException.Code;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Comma-separated values (RFC 4180), record by record, with limits on what a record may be. */
final class CsvLines {
    private static final int LONGEST_FIELD = 4_096;
    private static final int MOST_FIELDS = 256;

    private final Reader in;
    private final char[] buffer = new char[1 << 16];
    private final StringBuilder field = new StringBuilder();
    private int at;
    private int end;
    private long line;
    private long nextLine = 1;

    CsvLines(Reader in) {
        this.in = in;
    }

    /** Of the record that was read last, the line on which it begins, from 1. */
    long line() {
        return line;
    }

    /** The next record, blank lines passed over; null at the end. */
    @Nullable
    List<String> next() throws IOException {
        List<String> fields = new ArrayList<>();
        int c;
        do {
            line = nextLine;
            c = read();
            if (c < 0) {
                return null;
            }
        } while (c == '\n');
        while (true) {
            c = c == '"' ? quoted() : plain(c);
            fields.add(field.toString());
            if (fields.size() > MOST_FIELDS) {
                throw broken(Code.TOO_LONG, "more than " + MOST_FIELDS + " fields.");
            }
            if (c != ',') {
                return fields;
            }
            c = read();
        }
    }

    /** Reads a field from its first character on; returns what comes behind it: a comma, a line's or the file's end. */
    private int plain(int first) throws IOException {
        field.setLength(0);
        int c = first;
        while (c != ',' && c != '\n' && c >= 0) {
            add(c);
            c = read();
        }
        return c;
    }

    private int quoted() throws IOException {
        field.setLength(0);
        while (true) {
            int c = read();
            if (c < 0) {
                throw broken(Code.QUOTES, "a quotation mark is never closed.");
            } else if (c != '"') {
                add(c);
                continue;
            }
            c = read();
            if (c == ',' || c == '\n' || c < 0) {
                return c;
            } else if (c != '"') {
                throw broken(Code.QUOTES, "there is text behind a closing quotation mark.");
            }
            add('"');
        }
    }

    private void add(int c) throws UnreadableSightingsException {
        if (c < ' ' && c != '\t' && c != '\n') {
            throw broken(Code.NOT_TEXT, "there are control characters: this is no text.");
        } else if (field.length() == LONGEST_FIELD) {
            throw broken(Code.TOO_LONG, "a field is longer than " + LONGEST_FIELD + " characters.");
        }
        field.append((char) c);
    }

    /** The next character, every kind of line's end as a line feed; -1 at the end. */
    private int read() throws IOException {
        int c = raw();
        if (c == '\r') {
            c = raw();
            if (c != '\n') {
                at -= c < 0 ? 0 : 1;
                c = '\n';
            }
        }
        nextLine += c == '\n' ? 1 : 0;
        return c;
    }

    private int raw() throws IOException {
        if (at == end) {
            try {
                at = 0;
                end = Math.max(0, in.read(buffer));
            } catch (MalformedInputException _) {
                throw broken(Code.NOT_TEXT, "this is not UTF-8.");
            } catch (ZipException | java.io.EOFException _) {
                throw broken(Code.DAMAGED, "from about here on the compressed file is damaged or cut off.");
            }
            if (end == 0) {
                return -1;
            }
        }
        return buffer[at++];
    }

    private UnreadableSightingsException broken(Code code, String sentence) {
        return new UnreadableSightingsException(code, Math.max(1, line), sentence);
    }
}
