package io.viralforge.trends.sources;

import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import jakarta.inject.Singleton;
import java.util.List;

/** Posts of the communities that one instance knows (its API, version 3: /search). */
@Singleton
final class Lemmy implements TrendSource {
    private static final Network NETWORK =
            Network.of("lemmy", "Lemmy", TrendFigure.SCORE, true, "https://legal.lemmy.world/tos/", 2000);

    private final Places places;

    Lemmy(Places places) {
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
                        "https://lemmy.world",
                        "/api/v3/search",
                        "q",
                        keyword,
                        "type_",
                        "Posts",
                        "listing_type",
                        "All",
                        "sort",
                        "TopWeek",
                        "limit",
                        50))
                .toList();
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        return Answer.of(body).at("posts").sightings(entry -> {
            Answer post = entry.at("post");
            Answer counts = entry.at("counts");
            if (post.instant("published").isBefore(question.since())) {
                return null;
            }
            return new Sighting(
                    post.text("ap_id"),
                    post.text("name"),
                    Sighting.link(post.text("ap_id")),
                    entry.at("creator").text("name"),
                    post.instant("published"),
                    null,
                    null,
                    Sighting.Figures.of(
                            counts.signedOrNull("score"),
                            counts.numberOrNull("upvotes"),
                            counts.numberOrNull("comments")));
        });
    }
}
