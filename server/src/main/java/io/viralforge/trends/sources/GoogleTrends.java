package io.viralforge.trends.sources;

import com.rometools.rome.feed.synd.SyndEntry;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdom2.Element;
import org.jspecify.annotations.Nullable;

/**
 * What is searched for most just now, by Google's feed "Trending now". An entry names news on it, and matches by their
 * headlines too. Its counts are rough: "200+".
 */
@Singleton
final class GoogleTrends implements TrendSource {
    private static final Network NETWORK = Network.of(
            "google-trends", "Google Trends", TrendFigure.SEARCHES, false, "https://policies.google.com/terms", 2000);
    private static final Pattern COUNT = Pattern.compile("([0-9,.]{1,12})([KM]?)\\+?");

    private final Places places;

    GoogleTrends(Places places) {
        this.places = places;
    }

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
        return question.regionsOr("US").stream()
                .map(region -> places.get(NETWORK.id(), "https://trends.google.com", "/trending/rss", "geo", region)
                        .with("Accept", "application/rss+xml"))
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
        String search = entry.getTitle();
        List<Element> news = entry.getForeignMarkup().stream()
                .filter(element -> element.getName().equals("news_item"))
                .toList();
        String headlines =
                news.stream().map(item -> child(item, "news_item_title")).collect(Collectors.joining(" "));
        if (search == null || !question.matches(search + " " + headlines)) {
            return null;
        }
        return new Sighting(
                search.substring(0, Math.min(search.length(), 500)),
                search,
                news.isEmpty() ? null : Sighting.link(child(news.getFirst(), "news_item_url")),
                null,
                FeedText.published(entry),
                null,
                null,
                Sighting.Figures.of(count(entry), null, null));
    }

    private static @Nullable Long count(SyndEntry entry) {
        return entry.getForeignMarkup().stream()
                .filter(element -> element.getName().equals("approx_traffic"))
                .map(element -> number(element.getTextTrim()))
                .findFirst()
                .orElse(null);
    }

    private static long number(String text) {
        Matcher parts = COUNT.matcher(text);
        if (!parts.matches()) {
            throw Answer.changed("approx_traffic should be a number");
        }
        long digits = Long.parseLong(parts.group(1).replaceAll("[,.]", ""));
        return switch (parts.group(2)) {
            case "K" -> digits * 1_000;
            case "M" -> digits * 1_000_000;
            default -> digits;
        };
    }

    private static String child(Element parent, String name) {
        return parent.getChildren().stream()
                .filter(element -> element.getName().equals(name))
                .map(Element::getTextTrim)
                .findFirst()
                .orElse("");
    }
}
