package io.viralforge.trends;

import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.text.PlainText;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
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
    private static final int LONGEST_FEED = 2_000;

    /** Without the codes that others have taken the place of. */
    private static final Set<String> LANGUAGES = Arrays.stream(Locale.getISOLanguages())
            .map(code -> Locale.of(code).getLanguage())
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> REGIONS = Set.of(Locale.getISOCountries());

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
                keywords.stream().allMatch(PlainText::isName),
                "keywords",
                "A keyword has 1 to 80 characters, none of them invisible.");
        expect(faults, languages.size() <= MOST_OTHERS, "languages", "At most 3 languages.");
        each(faults, languages, LANGUAGES, "languages", "A language is a code of ISO 639-1 in use, as en.");
        expect(faults, regions.size() <= MOST_OTHERS, "regions", "At most 3 regions.");
        each(faults, regions, REGIONS, "regions", "A region is a code of ISO 3166-1 in use, as US.");
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

    /** Networks are asked for them at addresses and with parameters of which not every one is there. */
    private static void each(
            List<UserError> faults, List<String> given, Set<String> known, String field, String message) {
        for (int place = 0; place < Math.min(given.size(), MOST_OTHERS); place++) {
            if (!known.contains(given.get(place))) {
                faults.add(new UserError(UserErrorCode.INVALID, message, "input", field, Integer.toString(place)));
            }
        }
    }

    private static void expect(List<UserError> faults, boolean isSo, String field, String message) {
        if (!isSo) {
            faults.add(new UserError(UserErrorCode.INVALID, message, "input", field));
        }
    }
}
