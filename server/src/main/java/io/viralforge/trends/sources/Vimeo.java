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
import org.jspecify.annotations.Nullable;

/** The newest videos that match (developer.vimeo.com/api/reference/videos, Search for videos). Their makers may hide how often they were played. */
@Singleton
final class Vimeo implements TrendSource {
    private static final Network NETWORK =
            Network.of("vimeo", "Vimeo", TrendFigure.VIEWS, true, "https://vimeo.com/apiterms", 2_000);

    private final Places places;
    private final Credential token;

    Vimeo(Places places, @Value("${viralforge.trends.vimeo-token:}") @Nullable String token) {
        this.places = places;
        this.token = Credential.of("VIRALFORGE_TRENDS_VIMEO_TOKEN", token);
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
        return question.keywords().stream()
                .map(keyword -> places.get(
                                NETWORK.id(),
                                "https://api.vimeo.com",
                                "/videos",
                                "query",
                                keyword,
                                "sort",
                                "date",
                                "direction",
                                "desc",
                                "per_page",
                                100,
                                "fields",
                                "uri,name,link,created_time,duration,language,stats.plays,user.name,metadata.connections.likes.total,metadata.connections.comments.total")
                        .with("Accept", "application/vnd.vimeo.*+json;version=3.4")
                        .with("Authorization", "Bearer " + token.value()))
                .toList();
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        return Answer.of(body).at("data").sightings(video -> {
            Answer connections = video.at("metadata").at("connections");
            return video.instant("created_time").isBefore(question.since())
                    ? null
                    : new Sighting(
                            video.text("uri"),
                            video.text("name"),
                            Sighting.link(video.textOrNull("link")),
                            video.at("user").textOrNull("name"),
                            video.instant("created_time"),
                            video.languageOrNull("language"),
                            video.secondsOrNull("duration"),
                            Sighting.Figures.of(
                                    video.at("stats").numberOrNull("plays"),
                                    connections.at("likes").numberOrNull("total"),
                                    connections.at("comments").numberOrNull("total")));
        });
    }
}
