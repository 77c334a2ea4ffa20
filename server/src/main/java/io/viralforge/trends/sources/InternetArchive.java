package io.viralforge.trends.sources;

import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.trends.Network;
import io.viralforge.trends.Question;
import io.viralforge.trends.Sighting;
import io.viralforge.trends.TrendFigure;
import io.viralforge.trends.TrendSource;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Moving images of the Internet Archive, by its advanced search (archive.org/advancedsearch.php). */
@Singleton
final class InternetArchive implements TrendSource {
    private static final Network NETWORK = Network.of(
            "archive", "Internet Archive", TrendFigure.DOWNLOADS, true, "https://archive.org/about/terms.php", 2000);

    private final Places places;

    InternetArchive(Places places) {
        this.places = places;
    }

    @Override
    public Network network() {
        return NETWORK;
    }

    @Override
    public List<OutboundRequest> requests(Question question) {
        LocalDate since = LocalDate.ofInstant(question.since(), ZoneOffset.UTC);
        return question.keywords().stream()
                .map(keyword -> places.get(
                        NETWORK.id(),
                        "https://archive.org",
                        "/advancedsearch.php",
                        "q",
                        "mediatype:movies AND publicdate:[" + since + " TO null] AND (" + quoted(keyword) + ")",
                        "fl[]",
                        "identifier,title,creator,publicdate,downloads,language",
                        "sort[]",
                        "downloads desc",
                        "rows",
                        50,
                        "output",
                        "json"))
                .toList();
    }

    /** As a phrase: a keyword is none of the search's own syntax. */
    private static String quoted(String keyword) {
        return '"' + keyword.replace("\\", " ").replace("\"", " ") + '"';
    }

    @Override
    public List<Sighting> read(byte[] body, Question question) {
        return Answer.of(body).at("response").at("docs").sightings(item -> {
            String id = item.text("identifier");
            return new Sighting(
                    id,
                    item.text("title"),
                    Sighting.link("https://archive.org/details/" + id),
                    item.textOrNull("creator"),
                    item.instant("publicdate"),
                    null,
                    null,
                    Sighting.Figures.of(item.number("downloads"), null, null));
        });
    }
}
