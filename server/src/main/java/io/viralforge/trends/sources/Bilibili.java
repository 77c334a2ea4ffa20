package io.viralforge.trends.sources;

import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import io.viralforge.trends.TurnedAwayException;
import jakarta.inject.Singleton;
import java.util.List;

/** Videos that are popular there (api.bilibili.com/x/web-interface/popular). Its search wants signed requests, so what does not match is left out here. */
@Singleton
final class Bilibili implements TrendSource {
    private static final Network NETWORK = Network.of(
            "bilibili", "Bilibili", TrendFigure.VIEWS, false, "https://www.bilibili.com/protocal/licence.html", 500);

    private final Places places;

    Bilibili(Places places) {
        this.places = places;
    }

    @Override
    public Network network() {
        return NETWORK;
    }

    @Override
    public List<OutboundRequest> requests(Question question) {
        return List.of(
                places.get(NETWORK.id(), "https://api.bilibili.com", "/x/web-interface/popular", "ps", 50, "pn", 1));
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        Answer answer = Answer.of(body);
        Long code = answer.signedOrNull("code");
        if (code != null && code != 0) {
            throw new TurnedAwayException("Bilibili answers with its error " + code + ".");
        }
        return answer.at("data").at("list").sightings(video -> {
            if (!question.matches(video.text("title") + " " + video.textOrNull("tname"))) {
                return null;
            }
            Answer counts = video.at("stat");
            return new Sighting(
                    video.text("bvid"),
                    video.text("title"),
                    Sighting.link("https://www.bilibili.com/video/" + video.text("bvid")),
                    video.at("owner").textOrNull("name"),
                    video.epoch("pubdate"),
                    "zh",
                    video.secondsOrNull("duration"),
                    Sighting.Figures.of(
                            counts.number("view"), counts.numberOrNull("like"), counts.numberOrNull("reply")));
        });
    }
}
