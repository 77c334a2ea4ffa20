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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Posts of the last seven days (docs.x.com, Recent search). Each post that it shows is paid for, so few are asked for at a time. */
@Singleton
final class X implements TrendSource {
    private static final Network NETWORK = Network.of(
            "x",
            "X",
            TrendFigure.VIEWS,
            true,
            "https://developer.x.com/en/more/developer-terms/agreement-and-policy",
            50);
    private static final int POSTS = 20;

    private final Places places;
    private final Credential token;

    X(Places places, @Value("${viralforge.trends.x-bearer-token:}") @Nullable String token) {
        this.places = places;
        this.token = Credential.of("VIRALFORGE_TRENDS_X_BEARER_TOKEN", token);
    }

    @Override
    public Network network() {
        return NETWORK;
    }

    @Override
    public List<Credential> credentials() {
        return List.of(token);
    }

    /** Without a start: one older than seven days is an error, and what is older than asked for is left out here. */
    @Override
    public List<OutboundRequest> requests(Question question) {
        return question.keywords().stream()
                .map(keyword -> places.get(
                                NETWORK.id(),
                                "https://api.x.com",
                                "/2/tweets/search/recent",
                                "query",
                                '"' + keyword.replace('"', ' ') + "\" -is:retweet",
                                "sort_order",
                                "relevancy",
                                "max_results",
                                POSTS,
                                "post.fields",
                                "created_at,lang,public_metrics",
                                "expansions",
                                "author_id",
                                "user.fields",
                                "username")
                        .with("Authorization", "Bearer " + token.value()))
                .toList();
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        Answer answer = Answer.of(body);
        if (!answer.has("data") && answer.at("meta").has("result_count")) {
            return List.of();
        }
        Map<String, String> names = new HashMap<>();
        answer.at("includes").at("users").entries(user -> names.put(user.text("id"), user.text("username")));
        return answer.at("data").sightings(post -> {
            Answer counts = post.at("public_metrics");
            String name = names.get(post.text("author_id"));
            return post.instant("created_at").isBefore(question.since())
                    ? null
                    : new Sighting(
                            post.text("id"),
                            post.text("text"),
                            Sighting.link("https://x.com/i/status/" + post.text("id")),
                            name,
                            post.instant("created_at"),
                            post.languageOrNull("lang"),
                            null,
                            Sighting.Figures.of(
                                    counts.number("impression_count"),
                                    counts.numberOrNull("like_count"),
                                    counts.numberOrNull("reply_count")));
        });
    }
}
