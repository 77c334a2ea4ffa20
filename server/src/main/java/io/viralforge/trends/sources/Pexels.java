package io.viralforge.trends.sources;

import io.micronaut.context.annotation.Value;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Credential;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Footage that matches (pexels.com/api/documentation, Search for Videos). It has neither titles nor dates nor counts: an address says what it shows. */
@Singleton
final class Pexels implements TrendSource {
    private static final Network NETWORK = Network.of(
            "pexels", "Pexels", TrendFigure.NOTHING, true, "https://www.pexels.com/api/documentation/#guidelines", 600);
    private static final Pattern WORDS = Pattern.compile(".*/video/([\\p{L}\\p{N}-]*?)-?[0-9]+/?");

    private final Places places;
    private final Credential key;

    Pexels(Places places, @Value("${viralforge.trends.pexels-key:}") @Nullable String key) {
        this.places = places;
        this.key = Credential.of("VIRALFORGE_TRENDS_PEXELS_KEY", key);
    }

    @Override
    public Network network() {
        return NETWORK;
    }

    @Override
    public List<Credential> credentials() {
        return List.of(key);
    }

    @Override
    public List<OutboundRequest> requests(Question question) {
        return question.keywords().stream()
                .map(keyword -> places.get(
                                NETWORK.id(),
                                "https://api.pexels.com",
                                "/videos/search",
                                "query",
                                keyword,
                                "per_page",
                                80)
                        .with("Authorization", key.value()))
                .toList();
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        return Answer.of(body).at("videos").sightings(video -> {
            String url = video.text("url");
            Matcher words = WORDS.matcher(url);
            boolean isNamed = words.matches() && !words.group(1).isEmpty();
            return new Sighting(
                    video.text("id"),
                    isNamed ? words.group(1).replace('-', ' ') : "Video " + video.text("id"),
                    Sighting.link(url),
                    video.at("user").textOrNull("name"),
                    null,
                    null,
                    video.secondsOrNull("duration"),
                    Sighting.Figures.NONE);
        });
    }
}
