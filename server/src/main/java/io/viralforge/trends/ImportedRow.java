package io.viralforge.trends;

import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.text.PlainText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A thing as somebody saw it elsewhere at one time. */
record ImportedRow(
        String id,
        String title,
        @Nullable URI url,
        @Nullable String creator,
        @Nullable Instant publishedAt,
        Instant seenAt,
        Sighting.Figures figures) {
    private static final int LONGEST_ID = 500;
    private static final int LONGEST_URL = 2_000;
    private static final Duration OLDEST = Duration.ofDays(365);

    static ImportedRow of(Input input) {
        return new ImportedRow(
                input.text("id"),
                input.text("title"),
                input.asOrNull("url", URI.class),
                input.textOrNull("creator"),
                input.asOrNull("publishedAt", Instant.class),
                input.as("seenAt", Instant.class),
                Sighting.Figures.of(
                        input.bigOrNull("interest"), input.bigOrNull("likes"), input.bigOrNull("comments")));
    }

    /**
     * All that is wrong with it.
     *
     * @param place among the rows, from 0
     */
    List<UserError> faults(int place, Instant now) {
        Faults faults = new Faults(place, new ArrayList<>());
        faults.expect(
                !PlainText.isBlank(id) && PlainText.isPlain(id) && id.length() <= LONGEST_ID,
                UserErrorCode.INVALID,
                "id",
                "An id has 1 to 500 characters, none of them invisible.");
        faults.expect(
                !PlainText.isBlank(title), UserErrorCode.INVALID, "title", "There is nothing to read in the title.");
        faults.expect(
                url == null
                        || (Sighting.link(url.toString()) != null
                                && url.toString().length() <= LONGEST_URL),
                UserErrorCode.INVALID,
                "url",
                "An address is http or https, and has at most 2,000 characters.");
        faults.expect(
                !seenAt.isAfter(now) && !seenAt.isBefore(now.minus(OLDEST)),
                UserErrorCode.OUT_OF_RANGE,
                "seenAt",
                "It was seen within the last 365 days.");
        faults.expect(
                publishedAt == null || (!publishedAt.isAfter(seenAt) && !publishedAt.isBefore(Instant.EPOCH)),
                UserErrorCode.OUT_OF_RANGE,
                "publishedAt",
                "It was published before it was seen, and not before 1970.");
        faults.count(figures.interest(), "interest");
        faults.count(figures.likes(), "likes");
        faults.count(figures.comments(), "comments");
        return faults.found;
    }

    private record Faults(int place, List<UserError> found) {
        void expect(boolean isSo, UserErrorCode code, String field, String message) {
            if (!isSo) {
                found.add(new UserError(code, message, "input", "rows", Integer.toString(place), field));
            }
        }

        void count(@Nullable Long count, String field) {
            expect(count == null || count >= 0, UserErrorCode.OUT_OF_RANGE, field, "A count is 0 or more.");
        }
    }

    /** @param firstSeenAt by another row of the same thing, or by this */
    TrendItem asItem(UUID studio, Network network, Instant firstSeenAt) {
        return new TrendItem(
                TrendItem.id(studio, network.id(), id),
                studio,
                network,
                new Sighting(
                        id,
                        title,
                        url,
                        creator == null || PlainText.isBlank(creator) ? null : creator,
                        publishedAt,
                        null,
                        null,
                        figures),
                firstSeenAt,
                seenAt);
    }
}
