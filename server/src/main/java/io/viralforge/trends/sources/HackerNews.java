package io.viralforge.trends.sources;

import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import jakarta.inject.Singleton;
import java.util.List;

/** Stories of Hacker News, by the search of Algolia (hn.algolia.com/api). */
@Singleton
final class HackerNews implements TrendSource {
    private static final Network NETWORK =
            Network.of("hacker-news", "Hacker News", TrendFigure.SCORE, true, "https://hn.algolia.com/api", 5000);

    private final Places places;

    HackerNews(Places places) {
        this.places = places;
    }

    @Override
    public Network network() {
        return NETWORK;
    }

    @Override
    public List<OutboundRequest> requests(Question question) {
        return question.keywords().stream()
                .map(keyword -> places.get(
                        NETWORK.id(),
                        "https://hn.algolia.com",
                        "/api/v1/search",
                        "query",
                        keyword,
                        "tags",
                        "story",
                        "numericFilters",
                        "created_at_i>" + question.since().getEpochSecond(),
                        "hitsPerPage",
                        50))
                .toList();
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        return Answer.of(body).at("hits").sightings(hit -> {
            String id = hit.text("objectID");
            String link = hit.textOrNull("url");
            return new Sighting(
                    id,
                    hit.text("title"),
                    Sighting.link(link == null ? "https://news.ycombinator.com/item?id=" + id : link),
                    hit.textOrNull("author"),
                    hit.epoch("created_at_i"),
                    "en",
                    null,
                    Sighting.Figures.of(hit.number("points"), null, hit.numberOrNull("num_comments")));
        });
    }
}
