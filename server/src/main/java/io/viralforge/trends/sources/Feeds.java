package io.viralforge.trends.sources;

import com.rometools.rome.feed.synd.SyndEntry;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/** The feeds a person names. Their terms are their sites'. */
@Singleton
final class Feeds implements TrendSource {
    private static final Network NETWORK = Network.of(
                    "feeds",
                    "RSS and Atom",
                    TrendFigure.NOTHING,
                    false,
                    "https://www.rssboard.org/rss-specification",
                    5000)
            .unshared();
    private static final String ACCEPTED =
            "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5";

    @Override
    public Network network() {
        return NETWORK;
    }

    @Override
    public boolean isFeed() {
        return true;
    }

    @Override
    public List<OutboundRequest> requests(Question question) {
        return question.feeds().stream()
                .map(feed -> OutboundRequest.get(feed).with("Accept", ACCEPTED))
                .toList();
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        return FeedText.entries(body).stream()
                .map(entry -> sighting(entry, question))
                .flatMap(Stream::ofNullable)
                .toList();
    }

    private static @Nullable Sighting sighting(SyndEntry entry, Question question) {
        String title =
                Jsoup.parse(Objects.requireNonNullElse(entry.getTitle(), "")).text();
        String about = entry.getDescription() == null
                ? ""
                : Jsoup.parse(Objects.requireNonNullElse(entry.getDescription().getValue(), ""))
                        .text();
        Instant published = FeedText.published(entry);
        String id = Objects.requireNonNullElse(entry.getUri(), entry.getLink());
        if (id == null
                || !question.matches(title + " " + about)
                || (published != null && published.isBefore(question.since()))) {
            return null;
        }
        return new Sighting(
                id.substring(0, Math.min(id.length(), 500)),
                title,
                Sighting.link(entry.getLink()),
                entry.getAuthor() == null || entry.getAuthor().isBlank() ? null : entry.getAuthor(),
                published,
                null,
                null,
                Sighting.Figures.NONE);
    }
}
