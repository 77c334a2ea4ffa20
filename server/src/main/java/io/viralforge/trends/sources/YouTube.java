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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Videos, by the YouTube Data API 3 (developers.google.com/youtube/v3/docs): those that a search finds, and those most
 * popular in a country. A search gives ids; 50 at a time are asked for what is counted of them.
 */
@Singleton
final class YouTube implements TrendSource {
    private static final Network NETWORK = Network.of(
                    "youtube",
                    "YouTube",
                    TrendFigure.VIEWS,
                    true,
                    "https://developers.google.com/youtube/terms/api-services-terms-of-service",
                    10_000)
            .withSearches(100);
    private static final String OWN = "https://www.googleapis.com/youtube/v3";
    private static final String PARTS = "snippet,contentDetails,statistics";
    private static final String FIELDS =
            "items(id,snippet(title,channelTitle,publishedAt,defaultAudioLanguage),contentDetails(duration),statistics(viewCount,likeCount,commentCount))";
    /** The network tells Shorts from other videos by their length and shape, and of the shape it says nothing here. */
    private static final Duration LONGEST_SHORT = Duration.ofMinutes(3);

    private final Places places;
    private final Credential key;

    YouTube(Places places, @Value("${viralforge.trends.youtube-key:}") @Nullable String key) {
        this.places = places;
        this.key = Credential.of("VIRALFORGE_TRENDS_YOUTUBE_KEY", key);
    }

    @Override
    public Network network() {
        return NETWORK;
    }

    @Override
    public List<Credential> credentials() {
        return List.of(key);
    }

    @Override
    public List<OutboundRequest> requests(Question question) {
        return question.regionsOr("US").stream()
                .map(region -> get(
                        "/videos",
                        "part",
                        PARTS,
                        "chart",
                        "mostPopular",
                        "regionCode",
                        region,
                        "maxResults",
                        50,
                        "fields",
                        "pageInfo," + FIELDS))
                .toList();
    }

    @Override
    public List<OutboundRequest> searches(Question question) {
        return question.keywords().stream()
                .map(keyword -> get(
                        "/search",
                        "part",
                        "snippet",
                        "type",
                        "video",
                        "q",
                        plain(keyword),
                        "order",
                        "viewCount",
                        "publishedAfter",
                        question.since().truncatedTo(ChronoUnit.SECONDS),
                        "relevanceLanguage",
                        question.languagesOr("en").getFirst(),
                        "maxResults",
                        50,
                        "fields",
                        "pageInfo,items(id)"))
                .toList();
    }

    @Override
    public List<OutboundRequest> next(byte[] body, Question question) {
        List<String> ids =
                Answer.of(body).at("items").entries(item -> item.at("id").text("videoId"));
        return ids.isEmpty()
                ? List.of()
                : List.of(get("/videos", "part", PARTS, "id", String.join(",", ids), "fields", FIELDS));
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        Answer answer = Answer.of(body);
        // Only what is popular is asked with pageInfo; what a search found need not say the words in its title.
        boolean isFound = !answer.has("pageInfo");
        return answer.at("items").sightings(video -> {
            Answer snippet = video.at("snippet");
            return (isFound || question.matches(snippet.text("title")))
                            && !snippet.instant("publishedAt").isBefore(question.since())
                    ? sighting(video)
                    : null;
        });
    }

    private static Sighting sighting(Answer video) {
        String id = video.text("id");
        Answer snippet = video.at("snippet");
        Answer counts = video.at("statistics");
        Duration length = video.at("contentDetails").durationOrNull("duration");
        boolean isShort = length != null && length.compareTo(LONGEST_SHORT) <= 0;
        return new Sighting(
                id,
                snippet.text("title"),
                Sighting.link("https://www.youtube.com/" + (isShort ? "shorts/" : "watch?v=") + id),
                snippet.textOrNull("channelTitle"),
                snippet.instant("publishedAt"),
                snippet.languageOrNull("defaultAudioLanguage"),
                length,
                Sighting.Figures.of(
                        counts.digitsOrNull("viewCount"),
                        counts.digitsOrNull("likeCount"),
                        counts.digitsOrNull("commentCount")));
    }

    /** It says 400 to a key that does not count, and 403 when its limits are reached. */
    @Override
    public int meaning(int status, byte[] body) {
        String said = new String(body, StandardCharsets.UTF_8);
        if (status == 400 && said.contains("API_KEY_INVALID")) {
            return 401;
        }
        return status == 403 && (said.contains("quotaExceeded") || said.contains("rateLimitExceeded")) ? 429 : status;
    }

    /** In a header: addresses are written down in more places. */
    private OutboundRequest get(String path, Object... parameters) {
        return places.get(NETWORK.id(), OWN, path, parameters).with("X-Goog-Api-Key", key.value());
    }

    /** A keyword is none of the search's own syntax, in which | is or, and - is not. */
    private static String plain(String keyword) {
        return keyword.replace('|', ' ').replaceAll("(^|\\s)-+", "$1");
    }
}
