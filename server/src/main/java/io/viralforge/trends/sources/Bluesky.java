package io.viralforge.trends.sources;

import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import jakarta.inject.Singleton;
import java.util.List;

/** Posts, by the public search (docs.bsky.app, app.bsky.feed.searchPosts). It is closed to strangers at times; then it says so, and that is what is shown. */
@Singleton
final class Bluesky implements TrendSource {
    private static final Network NETWORK = Network.of(
            "bluesky", "Bluesky", TrendFigure.REACTIONS, true, "https://bsky.social/about/support/tos", 2000);

    private final Places places;

    Bluesky(Places places) {
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
                        "https://public.api.bsky.app",
                        "/xrpc/app.bsky.feed.searchPosts",
                        "q",
                        keyword,
                        "sort",
                        "top",
                        "since",
                        question.since().toString(),
                        "limit",
                        50))
                .toList();
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        return Answer.of(body).at("posts").sightings(post -> {
            Answer author = post.at("author");
            Answer said = post.at("record");
            String uri = post.text("uri");
            return new Sighting(
                    uri,
                    said.text("text"),
                    Sighting.link("https://bsky.app/profile/" + author.text("did") + "/post/"
                            + uri.substring(uri.lastIndexOf('/') + 1)),
                    author.text("handle"),
                    said.instant("createdAt"),
                    said.textOrNull("langs"),
                    null,
                    Sighting.Figures.of(
                            post.number("likeCount") + post.number("repostCount"),
                            post.number("likeCount"),
                            post.numberOrNull("replyCount")));
        });
    }
}
