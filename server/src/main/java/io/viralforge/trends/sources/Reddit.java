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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Posts with links or text (reddit.com/dev/api, GET /search), asked as an application without a user (github.com/reddit-archive/reddit/wiki/OAuth2). */
@Singleton
final class Reddit implements TrendSource {
    private static final Network NETWORK = Network.of(
            "reddit", "Reddit", TrendFigure.SCORE, true, "https://redditinc.com/policies/data-api-terms", 5_000);

    private final Places places;
    private final InstantSource clock;
    private final Credential id;
    private final Credential secret;

    Reddit(
            Places places,
            InstantSource clock,
            @Value("${viralforge.trends.reddit-client-id:}") @Nullable String id,
            @Value("${viralforge.trends.reddit-client-secret:}") @Nullable String secret) {
        this.places = places;
        this.clock = clock;
        this.id = Credential.of("VIRALFORGE_TRENDS_REDDIT_CLIENT_ID", id);
        this.secret = Credential.of("VIRALFORGE_TRENDS_REDDIT_CLIENT_SECRET", secret);
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
        String pair = id.value() + ":" + secret.value();
        return OutboundRequest.post(
                        places.uri(NETWORK.id(), "https://www.reddit.com", "/api/v1/access_token"),
                        OutboundBody.form(Map.of("grant_type", "client_credentials")))
                .with(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public List<OutboundRequest> requests(Question question) {
        return question.keywords().stream()
                .map(keyword -> places.get(
                        NETWORK.id(),
                        "https://oauth.reddit.com",
                        "/search",
                        "q",
                        '"' + keyword.replace('"', ' ') + '"',
                        "type",
                        "link",
                        "sort",
                        "top",
                        "t",
                        span(Duration.between(question.since(), clock.instant())),
                        "limit",
                        50,
                        "raw_json",
                        1))
                .toList();
    }

    /** The shortest that holds all. */
    private static String span(Duration length) {
        long days = length.minusMinutes(1).toDays();
        if (days < 1) {
            return "day";
        }
        if (days < 7) {
            return "week";
        }
        return days < 30 ? "month" : "year";
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        return Answer.of(body).at("data").at("children").sightings(child -> {
            Answer post = child.at("data");
            return post.epoch("created_utc").isBefore(question.since())
                    ? null
                    : new Sighting(
                            post.text("name"),
                            post.text("title"),
                            Sighting.link("https://www.reddit.com" + post.text("permalink")),
                            post.textOrNull("author"),
                            post.epoch("created_utc"),
                            null,
                            null,
                            Sighting.Figures.of(
                                    post.signedOrNull("score"),
                                    post.numberOrNull("ups"),
                                    post.numberOrNull("num_comments")));
        });
    }
}
