package io.viralforge.trends.sources;

import io.micronaut.context.annotation.Value;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Credential;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import io.viralforge.trends.TurnedAwayException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest business news (alphavantage.co/documentation, NEWS_SENTIMENT). It takes tickers and fixed topics, no keywords, so all is asked for at once and matched here. */
@Singleton
final class AlphaVantage implements TrendSource {
    private static final Network NETWORK = Network.of(
            "alpha-vantage",
            "Alpha Vantage",
            TrendFigure.NOTHING,
            false,
            "https://www.alphavantage.co/terms_of_service/",
            25);
    private static final DateTimeFormatter FROM = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm");
    private static final DateTimeFormatter PUBLISHED = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    private final Places places;
    private final Credential key;

    AlphaVantage(Places places, @Value("${viralforge.trends.alpha-vantage-key:}") @Nullable String key) {
        this.places = places;
        this.key = Credential.of("VIRALFORGE_TRENDS_ALPHA_VANTAGE_KEY", key);
    }

    @Override
    public Network network() {
        return NETWORK;
    }

    @Override
    public List<Credential> credentials() {
        return List.of(key);
    }

    /** It takes the key in the address alone. */
    @Override
    public List<OutboundRequest> requests(Question question) {
        return List.of(places.get(
                NETWORK.id(),
                "https://www.alphavantage.co",
                "/query",
                "function",
                "NEWS_SENTIMENT",
                "time_from",
                FROM.format(question.since().atOffset(ZoneOffset.UTC)),
                "sort",
                "LATEST",
                "limit",
                1_000,
                "apikey",
                key.value()));
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        Answer answer = Answer.of(body);
        // What it says then holds the key.
        if (answer.has("Information") || answer.has("Note")) {
            throw new TurnedAwayException("Alpha Vantage answers no more to this key for now.");
        }
        return answer.at("feed").sightings(article -> {
            String title = article.text("title");
            return !question.matches(title + " " + article.textOrNull("summary"))
                    ? null
                    : new Sighting(
                            article.text("url"),
                            title,
                            Sighting.link(article.text("url")),
                            article.textOrNull("source"),
                            published(article.text("time_published")),
                            "en",
                            null,
                            Sighting.Figures.NONE);
        });
    }

    private static Instant published(String text) {
        try {
            return LocalDateTime.parse(text, PUBLISHED).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException malformed) {
            throw Answer.changed("time_published should be a time");
        }
    }
}
