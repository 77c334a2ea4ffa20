package io.viralforge.trends.sources;

import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Collectors;

/** News in 65 languages, by the GDELT Project (blog.gdeltproject.org/gdelt-doc-2-0-api-debuts). It wants five seconds between requests, so all keywords are one. */
@Singleton
final class Gdelt implements TrendSource {
    private static final Network NETWORK = Network.of(
            "gdelt", "GDELT", TrendFigure.NOTHING, true, "https://www.gdeltproject.org/about.html#termsofuse", 2000);
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final DateTimeFormatter SEEN = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private final Places places;

    Gdelt(Places places) {
        this.places = places;
    }

    @Override
    public Network network() {
        return NETWORK;
    }

    @Override
    public List<OutboundRequest> requests(Question question) {
        String phrases = question.keywords().stream()
                .map(keyword -> '"' + keyword.replace("\"", " ") + '"')
                .collect(Collectors.joining(" OR "));
        return List.of(places.get(
                NETWORK.id(),
                "https://api.gdeltproject.org",
                "/api/v2/doc/doc",
                "query",
                question.keywords().size() == 1 ? phrases : "(" + phrases + ")",
                "mode",
                "ArtList",
                "format",
                "json",
                "sort",
                "HybridRel",
                "maxrecords",
                75,
                "startdatetime",
                STAMP.format(question.since().atOffset(ZoneOffset.UTC))));
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        Answer answer = Answer.of(body);
        if (answer.node().isEmpty()) {
            return List.of();
        }
        return answer.at("articles")
                .sightings(article -> new Sighting(
                        article.text("url"),
                        article.text("title"),
                        Sighting.link(article.text("url")),
                        article.textOrNull("domain"),
                        seen(article.text("seendate")),
                        null,
                        null,
                        Sighting.Figures.NONE));
    }

    private static Instant seen(String text) {
        try {
            return LocalDateTime.parse(text, SEEN).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException malformed) {
            throw Answer.changed("seendate should be a time");
        }
    }
}
