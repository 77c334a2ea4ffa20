package io.viralforge.trends.sources;

import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/** Posts that trend on one instance, and those under a keyword as a hashtag (docs.joinmastodon.org/methods/trends and /timelines). */
@Singleton
final class Mastodon implements TrendSource {
    private static final Network NETWORK = Network.of(
            "mastodon", "Mastodon", TrendFigure.REACTIONS, false, "https://mastodon.social/terms-of-service", 5000);
    private static final String OWN = "https://mastodon.social";
    private static final Pattern NO_TAG = Pattern.compile("[^\\p{L}\\p{N}_]+");

    private final Places places;

    Mastodon(Places places) {
        this.places = places;
    }

    @Override
    public Network network() {
        return NETWORK;
    }

    @Override
    public List<OutboundRequest> requests(Question question) {
        List<OutboundRequest> requests = new ArrayList<>();
        requests.add(places.get(NETWORK.id(), OWN, "/api/v1/trends/statuses", "limit", 40));
        for (String keyword : question.keywords()) {
            String tag = NO_TAG.matcher(keyword.toLowerCase(Locale.ROOT)).replaceAll("");
            if (!tag.isEmpty()) {
                requests.add(
                        places.get(NETWORK.id(), OWN, "/api/v1/timelines/tag/" + Places.encoded(tag), "limit", 40));
            }
        }
        return requests;
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        return Answer.of(body).sightings(status -> sighting(status, question));
    }

    private static @Nullable Sighting sighting(Answer status, Question question) {
        String text = Jsoup.parse(status.text("content")).text();
        if (!question.matches(text) || status.instant("created_at").isBefore(question.since())) {
            return null;
        }
        return new Sighting(
                status.text("uri"),
                text,
                Sighting.link(status.textOrNull("url")),
                status.at("account").text("acct"),
                status.instant("created_at"),
                status.textOrNull("language"),
                null,
                Sighting.Figures.of(
                        status.number("favourites_count") + status.number("reblogs_count"),
                        status.number("favourites_count"),
                        status.numberOrNull("replies_count")));
    }
}
