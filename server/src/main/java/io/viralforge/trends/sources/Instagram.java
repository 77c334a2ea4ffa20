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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The most popular photos and videos under a keyword as a hashtag (developers.facebook.com/docs/instagram-platform, Hashtag
 * Search). It answers for 30 hashtags in seven days and counts those itself; it names no creator.
 */
@Singleton
final class Instagram implements TrendSource {
    private static final Network NETWORK = Network.of(
            "instagram", "Instagram", TrendFigure.REACTIONS, true, "https://developers.facebook.com/terms/", 1_000);
    private static final String OWN = "https://graph.facebook.com";
    private static final Pattern NO_TAG = Pattern.compile("[^\\p{L}\\p{N}_]+");
    /** Its errors (developers.facebook.com/docs/graph-api/guides/error-handling) come with the status 400. */
    private static final Pattern TOKEN_ENDED = Pattern.compile("\"code\":\\s*190\\b");

    private static final Pattern TOO_OFTEN = Pattern.compile("\"code\":\\s*(4|17|32|613)\\b");

    private final Places places;
    private final Credential user;
    private final Credential token;

    Instagram(
            Places places,
            @Value("${viralforge.trends.instagram-user-id:}") @Nullable String user,
            @Value("${viralforge.trends.instagram-token:}") @Nullable String token) {
        this.places = places;
        this.user = Credential.of("VIRALFORGE_TRENDS_INSTAGRAM_USER_ID", user);
        this.token = Credential.of("VIRALFORGE_TRENDS_INSTAGRAM_TOKEN", token);
    }

    @Override
    public Network network() {
        return NETWORK;
    }

    @Override
    public List<Credential> credentials() {
        return List.of(user, token);
    }

    @Override
    public List<OutboundRequest> requests(Question question) {
        return List.of();
    }

    @Override
    public List<OutboundRequest> searches(Question question) {
        return question.keywords().stream()
                .map(keyword -> NO_TAG.matcher(keyword.toLowerCase(Locale.ROOT)).replaceAll(""))
                .filter(tag -> !tag.isEmpty())
                .map(tag -> get("/ig_hashtag_search", "q", tag))
                .toList();
    }

    @Override
    public List<OutboundRequest> next(byte[] body, Question question) {
        return Answer.of(body)
                .at("data")
                .entries(tag -> get(
                        "/" + Places.encoded(tag.text("id")) + "/top_media",
                        "fields",
                        "id,caption,permalink,timestamp,like_count,comments_count",
                        "limit",
                        50));
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        return Answer.of(body).at("data").sightings(media -> {
            String caption = media.textOrNull("caption");
            Instant published = media.instant("timestamp");
            Long likes = media.numberOrNull("like_count");
            return caption == null || published.isBefore(question.since())
                    ? null
                    : new Sighting(
                            media.text("id"),
                            caption,
                            Sighting.link(media.text("permalink")),
                            null,
                            published,
                            null,
                            null,
                            Sighting.Figures.of(likes, likes, media.numberOrNull("comments_count")));
        });
    }

    @Override
    public int meaning(int status, byte[] body) {
        String said = new String(body, StandardCharsets.UTF_8);
        if (TOKEN_ENDED.matcher(said).find()) {
            return 401;
        }
        return TOO_OFTEN.matcher(said).find() ? 429 : status;
    }

    /** It takes the token in the address alone. */
    private OutboundRequest get(String path, Object... parameters) {
        List<Object> all = new ArrayList<>(List.of(parameters));
        all.addAll(List.of("user_id", user.value(), "access_token", token.value()));
        return places.get(NETWORK.id(), OWN, path, all.toArray());
    }
}
