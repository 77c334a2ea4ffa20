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
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What people search for there more and more, in the order of its growth (developers.pinterest.com/docs/api/v5, trending keywords). */
@Singleton
final class Pinterest implements TrendSource {
    private static final Network NETWORK = Network.of(
                    "pinterest",
                    "Pinterest",
                    TrendFigure.NOTHING,
                    false,
                    "https://policy.pinterest.com/en/developer-guidelines",
                    1_000)
            .unkept();
    /** Some countries are told of with their neighbours alone, others not at all. */
    private static final List<String> REGIONS = List.of(
            "US",
            "CA",
            "DE",
            "FR",
            "ES",
            "IT",
            "AR",
            "BR",
            "CO",
            "MX",
            "GB+IE",
            "AU+NZ",
            "NL+BE+LU",
            "DE+AT+CH",
            "SE+DK+FI+NO",
            "MX+AR+CO+CL",
            "IT+ES+PT+GR+MT",
            "PL+RO+HU+SK+CZ");

    private final Places places;
    private final Credential token;

    Pinterest(Places places, @Value("${viralforge.trends.pinterest-token:}") @Nullable String token) {
        this.places = places;
        this.token = Credential.of("VIRALFORGE_TRENDS_PINTEREST_TOKEN", token);
    }

    @Override
    public Network network() {
        return NETWORK;
    }

    @Override
    public List<Credential> credentials() {
        return List.of(token);
    }

    @Override
    public List<OutboundRequest> requests(Question question) {
        return question.regionsOr("US").stream()
                .flatMap(country -> REGIONS.stream()
                        .filter(region -> region.contains(country))
                        .limit(1))
                .distinct()
                .map(region -> places.get(
                                NETWORK.id(),
                                "https://api.pinterest.com/v5",
                                "/trends/keywords/" + Places.encoded(region) + "/top/growing",
                                "limit",
                                50)
                        .with("Authorization", "Bearer " + token.value()))
                .toList();
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        var rank = new AtomicInteger();
        return Answer.of(body).at("trends").sightings(trend -> {
            String keyword = trend.text("keyword");
            int place = rank.incrementAndGet();
            return !question.matches(keyword)
                    ? null
                    : new Sighting(
                            keyword,
                            keyword,
                            Sighting.link("https://www.pinterest.com/search/pins/?q=" + Places.encoded(keyword)),
                            null,
                            null,
                            null,
                            null,
                            new Sighting.Figures(null, null, null, place));
        });
    }
}
