package io.viralforge.forecast;

import io.viralforge.forecast.UnreadableSightingsException.Code;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A file of sightings: comma-separated values in UTF-8 with a header, gzipped or not. The columns video_id (or item),
 * fetched_at and views must be there; published_at, country, channel_id, category_id, duration, likes, comments and rank
 * may be; others are passed over. Times are ISO 8601, with a space or a T, without a zone in UTC; a duration is in seconds
 * or ISO 8601. Rows without views are passed over, as sites give them for what is hidden.
 */
public final class SightingsFile {
    /** What spreadsheets and data frames write where they have nothing. */
    private static final Set<String> NOTHING = Set.of("", "nan", "null", "none", "na", "n/a", "\\n");

    private static final double BEYOND = 1e15;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final List<String> COLUMNS = List.of(
            "video_id",
            "fetched_at",
            "views",
            "published_at",
            "country",
            "channel_id",
            "category_id",
            "duration",
            "likes",
            "comments",
            "rank");

    private final CsvLines lines;
    private final int[] places = new int[COLUMNS.size()];
    /** One object for each name that comes again and again. */
    private final Map<String, String> names = new HashMap<>();

    private List<String> fields = List.of();

    private SightingsFile(CsvLines lines) {
        this.lines = lines;
    }

    /**
     * Reads all of it, one row at a time; closes nothing.
     *
     * @return how many rows there were, with views or without
     * @throws UnreadableSightingsException when it is no such file, with the line on which that shows
     */
    public static long read(InputStream in, Consumer<Sighting> to) throws IOException {
        return new SightingsFile(lines(in)).read(to);
    }

    private static CsvLines lines(InputStream in) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(in, 1 << 16);
        bytes.mark(2);
        boolean isGzip = bytes.read() == 0x1f && bytes.read() == 0x8b;
        bytes.reset();
        try {
            return new CsvLines(new InputStreamReader(
                    isGzip ? new GZIPInputStream(bytes, 1 << 16) : bytes,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
        } catch (ZipException | java.io.EOFException _) {
            throw new UnreadableSightingsException(Code.DAMAGED, 0, "The compressed file is damaged.");
        }
    }

    private long read(Consumer<Sighting> to) throws IOException {
        @Nullable List<String> header = lines.next();
        if (header == null) {
            throw new UnreadableSightingsException(Code.EMPTY, 0, "The file is empty.");
        }
        place(header);
        long rows = 0;
        for (@Nullable List<String> next = lines.next(); next != null; next = lines.next()) {
            fields = next;
            rows++;
            if (fields.size() != header.size()) {
                throw broken(Code.FIELDS, fields.size() + " fields, but the header has " + header.size() + ".");
            }
            double views = number(2);
            if (views > 0) {
                to.accept(sighting(views));
            }
        }
        return rows;
    }

    private void place(List<String> header) throws UnreadableSightingsException {
        List<String> names = header.stream()
                .map(name -> name.replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT))
                .map(name -> name.equals("item") ? COLUMNS.get(0) : name)
                .toList();
        for (int column = 0; column < places.length; column++) {
            String name = COLUMNS.get(column);
            places[column] = names.indexOf(name);
            if (places[column] < 0 && column < 3) {
                throw new UnreadableSightingsException(Code.COLUMNS, 1, "there is no column " + name + ".");
            } else if (places[column] != names.lastIndexOf(name)) {
                throw new UnreadableSightingsException(Code.COLUMNS, 1, "the column " + name + " is there twice.");
            }
        }
    }

    private Sighting sighting(double views) throws UnreadableSightingsException {
        @Nullable String item = name(0);
        @Nullable Instant seenAt = time(1);
        if (item == null) {
            throw broken(Code.ITEM, "an item without a name.");
        } else if (seenAt == null) {
            throw broken(Code.TIME, "a sighting without its time.");
        }
        return new Sighting(
                item, name(4), seenAt, time(3), name(6), seconds(), name(5), views, number(8), number(9), number(10));
    }

    private @Nullable String text(int column) {
        if (places[column] < 0) {
            return null;
        }
        String text = fields.get(places[column]).strip();
        return NOTHING.contains(text.toLowerCase(Locale.ROOT)) ? null : text;
    }

    private @Nullable String name(int column) {
        @Nullable String text = text(column);
        // A file of nothing but new names would fill the memory; those are worth no sharing.
        return text == null || names.size() > 1_000_000 ? text : names.computeIfAbsent(text, same -> same);
    }

    /** NaN where there is none. */
    private double number(int column) throws UnreadableSightingsException {
        @Nullable String text = text(column);
        if (text == null) {
            return Double.NaN;
        }
        double value = -1;
        try {
            // What Java's own takes beyond digits (1d, 0x1p3, Infinity) is no count.
            value = text.length() <= 24 && text.chars().allMatch(c -> "0123456789.+-eE".indexOf(c) >= 0)
                    ? Double.parseDouble(text)
                    : -1;
        } catch (NumberFormatException _) {
            // Told below.
        }
        if (!(value >= 0 && value <= BEYOND)) {
            throw broken(Code.NUMBER, "'" + shown(text) + "' in " + COLUMNS.get(column) + " is no count.");
        }
        return value;
    }

    private double seconds() throws UnreadableSightingsException {
        @Nullable String text = text(7);
        if (text == null || !text.startsWith("P")) {
            return number(7);
        }
        try {
            return Duration.parse(text).toSeconds();
        } catch (DateTimeException | ArithmeticException _) {
            throw broken(Code.NUMBER, "'" + shown(text) + "' in duration is no length of time.");
        }
    }

    private @Nullable Instant time(int column) throws UnreadableSightingsException {
        @Nullable String text = text(column);
        if (text == null) {
            return null;
        }
        @Nullable Instant time = IsoTime.parse(text);
        if (time == null || time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw broken(Code.TIME, "'" + shown(text) + "' in " + COLUMNS.get(column) + " is no time.");
        }
        return time;
    }

    /** Of a stranger's text, as much as fits a line and is harmless on a terminal. */
    private static String shown(String text) {
        String plain = text.codePoints()
                .limit(40)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return plain.length() < text.length() ? plain + "…" : plain;
    }

    private UnreadableSightingsException broken(Code code, String sentence) {
        return new UnreadableSightingsException(code, lines.line(), sentence);
    }
}
