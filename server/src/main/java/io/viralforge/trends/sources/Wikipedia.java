package io.viralforge.trends.sources;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Articles that match, with how often each was opened on the last day there is a figure for (mediawiki.org/wiki/API:Search, Extension:PageViewInfo). */
@Singleton
final class Wikipedia implements TrendSource {
    private static final Network NETWORK = Network.of(
            "wikipedia",
            "Wikipedia",
            TrendFigure.DAILY_VIEWS,
            true,
            "https://foundation.wikimedia.org/wiki/Policy:Terms_of_Use",
            5000);

    /** Of ISO 639-1; others that have been closed can be asked all the same. */
    private static final Set<String> LANGUAGES_WITHOUT = Set.of("ae", "nd", "nr", "oj");

    private final Places places;

    Wikipedia(Places places) {
        this.places = places;
    }

    @Override
    public Network network() {
        return NETWORK;
    }

    @Override
    public List<OutboundRequest> requests(Question question) {
        return question.languagesOr("en").stream()
                .filter(language -> !LANGUAGES_WITHOUT.contains(language))
                .flatMap(language -> question.keywords().stream()
                        .map(keyword -> places.get(
                                NETWORK.id(),
                                "https://" + language + ".wikipedia.org",
                                "/w/api.php",
                                "action",
                                "query",
                                "format",
                                "json",
                                "formatversion",
                                2,
                                "generator",
                                "search",
                                "gsrsearch",
                                keyword,
                                "gsrlimit",
                                20,
                                "prop",
                                "pageviews|info",
                                "pvipdays",
                                5,
                                "inprop",
                                "url")))
                .toList();
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        Answer answer = Answer.of(body);
        if (answer.has("batchcomplete") && !answer.has("query")) {
            return List.of();
        }
        return answer.at("query").at("pages").sightings(page -> {
            String url = page.text("fullurl");
            return new Sighting(
                    url,
                    page.text("title"),
                    Sighting.link(url),
                    null,
                    null,
                    page.textOrNull("pagelanguage"),
                    null,
                    Sighting.Figures.of(latest(page.node().path("pageviews")), null, null));
        });
    }

    /** Days come in order; those that are not counted yet are null. */
    private static @Nullable Long latest(JsonNode days) {
        Long latest = null;
        for (Iterator<JsonNode> views = days.elements(); views.hasNext(); ) {
            JsonNode day = views.next();
            if (day.isNumber()) {
                latest = day.asLong();
            }
        }
        return latest;
    }
}
