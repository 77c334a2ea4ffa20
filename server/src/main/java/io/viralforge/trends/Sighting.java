package io.viralforge.trends;

import io.viralforge.platform.text.PlainText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that was seen on a network at some moment.
 *
 * @param id the network's name for it, 1 to 500 characters
 * @param title plain text of one line, at most 300 characters
 * @param url where people see it, http or https
 * @param creator who made it, as the network calls them
 * @param publishedAt when, from 1970 to 2200; anything else is taken for unknown, as are a length above a year and a
 *     language that is no code
 * @param language ISO 639-1, where the network says so
 * @param length how long it plays
 */
public record Sighting(
        String id,
        String title,
        @Nullable URI url,
        @Nullable String creator,
        @Nullable Instant publishedAt,
        @Nullable String language,
        @Nullable Duration length,
        Figures figures) {
    private static final int MOST_ID = 500;
    private static final int MOST_TITLE = 300;
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");

    // What no calendar and no database would take, as strangers' feeds may say.
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");
    private static final Duration LONGEST = Duration.ofDays(365);

    /**
     * What is counted of it; null where the network does not say.
     *
     * @param interest see {@link Network#figure}
     * @param rank in what the network lists, from 1
     */
    public record Figures(
            @Nullable Long interest,
            @Nullable Long likes,
            @Nullable Long comments,
            @Nullable Integer rank) {
        public static final Figures NONE = new Figures(null, null, null, null);

        public static Figures of(@Nullable Long interest, @Nullable Long likes, @Nullable Long comments) {
            return new Figures(interest, likes, comments, null);
        }
    }

    /** Strangers have written all of it. */
    public Sighting {
        if (id.isEmpty() || id.length() > MOST_ID || !PlainText.isPlain(id)) {
            throw new ChangedShapeException("an id of " + id.length() + " characters, or an invisible one in it");
        }
        publishedAt =
                publishedAt == null || publishedAt.isBefore(FIRST) || publishedAt.isAfter(LAST) ? null : publishedAt;
        language = language == null || !LANGUAGE.matcher(language).matches() ? null : language;
        length = length == null || length.isNegative() || length.compareTo(LONGEST) > 0 ? null : length;
        title = line(title);
        creator = creator == null ? null : line(creator);
    }

    /** The same with an address that is one; anything else that a network may link to is none. */
    public static @Nullable URI link(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            URI link = URI.create(text);
            String scheme = link.getScheme() == null ? "" : link.getScheme().toLowerCase(Locale.ROOT);
            return Set.of("http", "https").contains(scheme) && link.getHost() != null ? link : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static String line(String given) {
        String line = PlainText.line(given.replaceAll("\\s+", " ")).strip();
        boolean isWhole = line.codePointCount(0, line.length()) <= MOST_TITLE;
        return isWhole ? line : PlainText.cut(line, MOST_TITLE - 1) + "…";
    }
}
