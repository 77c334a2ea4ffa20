package io.viralforge.trends.sources;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.context.annotation.Value;
import io.viralforge.platform.http.OutboundBody;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Credential;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import io.viralforge.trends.TurnedAwayException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Videos, by the Research API (developers.tiktok.com/doc/research-api-specs-query-videos), which TikTok opens to researchers alone. */
@Singleton
final class TikTok implements TrendSource {
    private static final Network NETWORK = Network.of(
            "tiktok",
            "TikTok",
            TrendFigure.VIEWS,
            true,
            "https://www.tiktok.com/legal/page/global/terms-of-service-research-api/en",
            1_000);
    private static final String OWN = "https://open.tiktokapis.com";
    /** It looks at no more at a time. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Places places;
    private final InstantSource clock;
    private final Credential key;
    private final Credential secret;

    TikTok(
            Places places,
            InstantSource clock,
            @Value("${viralforge.trends.tiktok-client-key:}") @Nullable String key,
            @Value("${viralforge.trends.tiktok-client-secret:}") @Nullable String secret) {
        this.places = places;
        this.clock = clock;
        this.key = Credential.of("VIRALFORGE_TRENDS_TIKTOK_CLIENT_KEY", key);
        this.secret = Credential.of("VIRALFORGE_TRENDS_TIKTOK_CLIENT_SECRET", secret);
    }

    @Override
    public Network network() {
        return NETWORK;
    }

    @Override
    public List<Credential> credentials() {
        return List.of(key, secret);
    }

    @Override
    public OutboundRequest login() {
        return OutboundRequest.post(
                places.uri(NETWORK.id(), OWN, "/v2/oauth/token/"),
                OutboundBody.form(Map.of(
                        "client_key",
                        key.value(),
                        "client_secret",
                        secret.value(),
                        "grant_type",
                        "client_credentials")));
    }

    @Override
    public List<OutboundRequest> requests(Question question) {
        Instant now = clock.instant();
        Instant earliest = now.minus(LONGEST);
        Instant since = question.since().isBefore(earliest) ? earliest : question.since();
        ObjectNode body = MAPPER.createObjectNode();
        ObjectNode query = body.putObject("query");
        question.keywords().forEach(keyword -> condition(query.withArray("or"), "keyword", List.of(keyword)));
        if (!question.regions().isEmpty()) {
            condition(query.withArray("and"), "region_code", question.regions());
        }
        body.put("start_date", day(since)).put("end_date", day(now)).put("max_count", 100);
        return List.of(OutboundRequest.post(
                places.uri(
                        NETWORK.id(),
                        OWN,
                        "/v2/research/video/query/",
                        "fields",
                        "id,video_description,create_time,username,view_count,like_count,comment_count,video_duration"),
                OutboundBody.json(body.toString())));
    }

    private static void condition(ArrayNode conditions, String field, List<String> values) {
        ArrayNode list = conditions
                .addObject()
                .put("operation", "IN")
                .put("field_name", field)
                .putArray("field_values");
        values.forEach(list::add);
    }

    private static String day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        Answer answer = Answer.of(body);
        String code = answer.at("error").textOrNull("code");
        if (code != null && !code.equals("ok")) {
            throw new TurnedAwayException("TikTok answers with an error.");
        }
        return answer.at("data").at("videos").sightings(video -> {
            String title = video.text("video_description");
            String name = video.text("username");
            return title.isBlank()
                    ? null
                    : new Sighting(
                            video.text("id"),
                            title,
                            Sighting.link("https://www.tiktok.com/@" + name + "/video/" + video.text("id")),
                            name,
                            video.epoch("create_time"),
                            null,
                            video.secondsOrNull("video_duration"),
                            Sighting.Figures.of(
                                    video.number("view_count"),
                                    video.numberOrNull("like_count"),
                                    video.numberOrNull("comment_count")));
        });
    }
}
