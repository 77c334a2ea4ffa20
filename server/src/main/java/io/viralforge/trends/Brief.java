package io.viralforge.trends;

import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.text.PlainText;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants looked for, and where.
 *
 * @param sources ids of the networks to ask; null: all
 */
record Brief(
        List<String> keywords,
        List<String> languages,
        List<String> regions,
        List<URI> feeds,
        @Nullable List<String> sources) {
    private static final int MOST_KEYWORDS = 5;
    private static final int MOST_OTHERS = 3;
    private static final int MOST_FEEDS = 10;
    private static final int LONGEST = 80;
    private static final int LONGEST_FEED = 2_000;
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
    private static final Pattern REGION = Pattern.compile("[A-Z]{2}");

    Brief {
        keywords = keywords.stream().map(PlainText::stripped).toList();
        languages = List.copyOf(languages);
        regions = List.copyOf(regions);
        feeds = List.copyOf(feeds);
        sources = sources == null ? null : List.copyOf(sources);
    }

    /** From an input that has these fields. */
    static Brief of(Input input) {
        return new Brief(
                input.texts("keywords"),
                input.texts("languages"),
                input.texts("regions"),
                input.all("feeds", URI.class),
                input.has("sources") ? input.texts("sources") : null);
    }

    /**
     * All that is wrong with it.
     *
     * @param known ids of all networks
     */
    List<UserError> faults(Set<String> known) {
        List<UserError> faults = new ArrayList<>();
        expect(faults, isSome(keywords, MOST_KEYWORDS), "keywords", "1 to 5 keywords are looked for at a time.");
        expect(
                faults,
                keywords.stream().allMatch(Brief::isKeyword),
                "keywords",
                "A keyword has 1 to 80 characters, none of them invisible.");
        expect(faults, languages.size() <= MOST_OTHERS, "languages", "At most 3 languages.");
        expect(
                faults,
                languages.stream().allMatch(LANGUAGE.asMatchPredicate()),
                "languages",
                "A language is two lower-case letters, as en.");
        expect(faults, regions.size() <= MOST_OTHERS, "regions", "At most 3 regions.");
        expect(
                faults,
                regions.stream().allMatch(REGION.asMatchPredicate()),
                "regions",
                "A region is two capital letters, as US.");
        expect(faults, feeds.size() <= MOST_FEEDS, "feeds", "At most 10 feeds.");
        expect(
                faults,
                feeds.stream().allMatch(feed -> feed.toString().length() <= LONGEST_FEED),
                "feeds",
                "A feed's address has at most 2,000 characters.");
        expect(
                faults,
                sources == null || (!sources.isEmpty() && known.containsAll(sources)),
                "sources",
                "trendSources has no source of that id, or none is named.");
        return faults;
    }

    Question since(Instant since) {
        return new Question(keywords, languages, regions, feeds, since);
    }

    boolean asks(Network network) {
        return sources == null || sources.contains(network.id());
    }

    private static boolean isSome(List<String> given, int most) {
        return !given.isEmpty() && given.size() <= most;
    }

    private static boolean isKeyword(String keyword) {
        return !PlainText.isBlank(keyword) && PlainText.isPlain(keyword) && keyword.length() <= LONGEST;
    }

    private static void expect(List<UserError> faults, boolean isSo, String field, String message) {
        if (!isSo) {
            faults.add(new UserError(UserErrorCode.INVALID, message, "input", field));
        }
    }
}
