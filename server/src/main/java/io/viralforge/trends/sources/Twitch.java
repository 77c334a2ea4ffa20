package io.viralforge.trends.sources;

import io.micronaut.context.annotation.Value;
import io.viralforge.platform.http.OutboundBody;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Credential;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clips from the games and categories whose names hold a keyword (dev.twitch.tv/docs/api/reference, Search Categories and Get Clips). */
@Singleton
final class Twitch implements TrendSource {
    private static final Network NETWORK = Network.of(
            "twitch", "Twitch", TrendFigure.VIEWS, true, "https://www.twitch.tv/p/legal/developer-agreement/", 5_000);
    private static final String OWN = "https://api.twitch.tv/helix";
    private static final int MOST_CATEGORIES = 3;

    private final Places places;
    private final InstantSource clock;
    private final Credential id;
    private final Credential secret;

    Twitch(
            Places places,
            InstantSource clock,
            @Value("${viralforge.trends.twitch-client-id:}") @Nullable String id,
            @Value("${viralforge.trends.twitch-client-secret:}") @Nullable String secret) {
        this.places = places;
        this.clock = clock;
        this.id = Credential.of("VIRALFORGE_TRENDS_TWITCH_CLIENT_ID", id);
        this.secret = Credential.of("VIRALFORGE_TRENDS_TWITCH_CLIENT_SECRET", secret);
    }

    @Override
    public Network network() {
        return NETWORK;
    }

    @Override
    public List<Credential> credentials() {
        return List.of(id, secret);
    }

    @Override
    public OutboundRequest login() {
        return OutboundRequest.post(
                places.uri(NETWORK.id(), "https://id.twitch.tv", "/oauth2/token"),
                OutboundBody.form(Map.of(
                        "client_id", id.value(), "client_secret", secret.value(), "grant_type", "client_credentials")));
    }

    @Override
    public List<OutboundRequest> requests(Question question) {
        return List.of();
    }

    @Override
    public List<OutboundRequest> searches(Question question) {
        return question.keywords().stream()
                .map(keyword -> get("/search/categories", "query", keyword, "first", MOST_CATEGORIES))
                .toList();
    }

    @Override
    public List<OutboundRequest> next(byte[] body, Question question) {
        return Answer.of(body)
                .at("data")
                .entries(category -> get(
                        "/clips",
                        "game_id",
                        category.text("id"),
                        "started_at",
                        question.since().truncatedTo(ChronoUnit.SECONDS),
                        "ended_at",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS),
                        "first",
                        50));
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        return Answer.of(body)
                .at("data")
                .sightings(clip -> new Sighting(
                        clip.text("id"),
                        clip.text("title"),
                        Sighting.link(clip.textOrNull("url")),
                        clip.textOrNull("broadcaster_name"),
                        clip.instant("created_at"),
                        clip.languageOrNull("language"),
                        clip.secondsOrNull("duration"),
                        Sighting.Figures.of(clip.number("view_count"), null, null)));
    }

    private OutboundRequest get(String path, Object... parameters) {
        return places.get(NETWORK.id(), OWN, path, parameters).with("Client-Id", id.value());
    }
}
