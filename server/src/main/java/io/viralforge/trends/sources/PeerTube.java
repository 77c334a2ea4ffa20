package io.viralforge.trends.sources;

import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import jakarta.inject.Singleton;
import java.util.List;

/** Videos of many instances, by Sepia Search (docs.joinpeertube.org/api-rest-reference.html, search/videos). */
@Singleton
final class PeerTube implements TrendSource {
    private static final Network NETWORK =
            Network.of("peertube", "PeerTube", TrendFigure.VIEWS, true, "https://framasoft.org/en/cgu/", 2000);

    private final Places places;

    PeerTube(Places places) {
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
                        "https://sepiasearch.org",
                        "/api/v1/search/videos",
                        "search",
                        keyword,
                        "startDate",
                        question.since().toString(),
                        "nsfw",
                        false,
                        "sort",
                        "-match",
                        "count",
                        50))
                .toList();
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        return Answer.of(body)
                .at("data")
                .sightings(video -> new Sighting(
                        video.text("uuid"),
                        video.text("name"),
                        Sighting.link(video.textOrNull("url")),
                        video.at("account").textOrNull("displayName"),
                        video.instant("publishedAt"),
                        video.at("language").textOrNull("id"),
                        video.secondsOrNull("duration"),
                        Sighting.Figures.of(video.number("views"), video.numberOrNull("likes"), null)));
    }
}
