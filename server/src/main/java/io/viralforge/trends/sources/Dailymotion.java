package io.viralforge.trends.sources;

import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import jakarta.inject.Singleton;
import java.util.List;

/** Videos, by the Platform API without a key (developers.dailymotion.com/api/platform-api/reference). */
@Singleton
final class Dailymotion implements TrendSource {
    private static final Network NETWORK = Network.of(
            "dailymotion",
            "Dailymotion",
            TrendFigure.VIEWS,
            true,
            "https://legal.dailymotion.com/en/terms-of-use/",
            2000);

    private final Places places;

    Dailymotion(Places places) {
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
                        "https://api.dailymotion.com",
                        "/videos",
                        "search",
                        keyword,
                        "created_after",
                        question.since().getEpochSecond(),
                        "sort",
                        "visited-week",
                        "limit",
                        50,
                        "fields",
                        "id,title,url,created_time,duration,language,views_total,likes_total,owner.screenname"))
                .toList();
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        return Answer.of(body)
                .at("list")
                .sightings(video -> new Sighting(
                        video.text("id"),
                        video.text("title"),
                        Sighting.link(video.textOrNull("url")),
                        video.textOrNull("owner.screenname"),
                        video.epoch("created_time"),
                        video.textOrNull("language"),
                        video.secondsOrNull("duration"),
                        Sighting.Figures.of(video.number("views_total"), video.numberOrNull("likes_total"), null)));
    }
}
