package io.viralforge.trends;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.text.PlainText;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks for keywords now, and keeps nothing. */
@Singleton
final class Searches {
    private static final int MOST_KEYWORDS = 5;
    private static final int MOST_OTHERS = 3;
    private static final int MOST_FEEDS = 10;
    private static final int LONGEST = 80;
    private static final Duration OLDEST = Duration.ofDays(365);
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
    private static final Pattern REGION = Pattern.compile("[A-Z]{2}");

    /** What is looked for, and where. */
    record Search(Question question, List<Network> asked) {}

    private final Sources sources;
    private final SourceStore store;
    private final InstantSource clock;

    Searches(Sources sources, SourceStore store, InstantSource clock) {
        this.sources = sources;
        this.store = store;
        this.clock = clock;
    }

    /** All networks, by name. */
    List<SourceView> sources() {
        Map<String, SourceStore.Standing> standings = store.standings();
        return sources.networks().stream()
                .map(network -> SourceView.of(network, standings.get(network.id())))
                .toList();
    }

    /** @throws CodedException BAD_REQUEST when there is anything wrong with it */
    Search prepare(
            List<String> keywords,
            List<String> languages,
            List<String> regions,
            List<URI> feeds,
            Duration since,
            @Nullable List<String> networks) {
        require(!keywords.isEmpty() && keywords.size() <= MOST_KEYWORDS, "1 to 5 keywords are looked for at a time.");
        for (String keyword : keywords) {
            require(
                    !PlainText.isBlank(keyword) && PlainText.isPlain(keyword) && keyword.length() <= LONGEST,
                    "A keyword has 1 to 80 characters, none of them invisible.");
        }
        require(languages.size() <= MOST_OTHERS && regions.size() <= MOST_OTHERS, "At most 3 languages and 3 regions.");
        require(
                languages.stream().allMatch(LANGUAGE.asMatchPredicate()),
                "A language is two lower-case letters, as en.");
        require(regions.stream().allMatch(REGION.asMatchPredicate()), "A region is two capital letters, as US.");
        require(feeds.size() <= MOST_FEEDS, "At most 10 feeds.");
        require(since.isPositive() && since.compareTo(OLDEST) <= 0, "since is at most P365D, and not zero.");
        List<Network> asked = networks == null
                ? sources.networks()
                : networks.stream().map(this::network).toList();
        return new Search(
                new Question(
                        keywords.stream().map(PlainText::stripped).toList(),
                        languages,
                        regions,
                        feeds,
                        clock.instant().minus(since)),
                asked);
    }

    /** Returns when all have answered. */
    void run(Search search, Consumer<SearchAnswer> tell) {
        sources.ask(
                search.question,
                search.asked,
                (network, look) -> tell.accept(SearchAnswer.of(network, look, clock.instant())));
    }

    private Network network(String id) {
        return sources.networks().stream()
                .filter(network -> network.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new CodedException(ErrorCode.BAD_REQUEST, "trendSources has no source of that id."));
    }

    private static void require(boolean isSo, String message) {
        if (!isSo) {
            throw new CodedException(ErrorCode.BAD_REQUEST, message);
        }
    }
}
