package io.viralforge.trends.sources;

import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import jakarta.inject.Singleton;
import java.util.List;

/** Coins that people search for most (docs.coingecko.com, /search/trending). */
@Singleton
final class CoinGecko implements TrendSource {
    private static final Network NETWORK = Network.of(
            "coingecko", "CoinGecko", TrendFigure.NOTHING, false, "https://www.coingecko.com/en/api_terms", 300);

    private final Places places;

    CoinGecko(Places places) {
        this.places = places;
    }

    @Override
    public Network network() {
        return NETWORK;
    }

    @Override
    public List<OutboundRequest> requests(Question question) {
        return List.of(places.get(NETWORK.id(), "https://api.coingecko.com", "/api/v3/search/trending"));
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        return Answer.of(body).at("coins").sightings(entry -> {
            Answer coin = entry.at("item");
            String title = coin.text("name") + " (" + coin.text("symbol") + ")";
            Long place = coin.numberOrNull("score");
            return !question.matches(title + " coin crypto cryptocurrency")
                    ? null
                    : new Sighting(
                            coin.text("id"),
                            title,
                            Sighting.link("https://www.coingecko.com/en/coins/" + coin.text("id")),
                            null,
                            null,
                            null,
                            null,
                            new Sighting.Figures(null, null, null, place == null ? null : Math.toIntExact(place) + 1));
        });
    }
}
