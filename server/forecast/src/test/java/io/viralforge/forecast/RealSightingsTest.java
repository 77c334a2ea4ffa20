package io.viralforge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.viralforge.forecast.Judgement.Method;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On sightings of a real site, where they are. */
final class RealSightingsTest {
    /** About five weeks. */
    private static final long SLICE = 24_000_000;

    private static final int PARTS = 40;
    private static final int SITES = 6;

    @Test
    void fiveWeeksAreEnoughToBeatTheRule() throws Exception {
        try (InputStream in = slice()) {
            Judgement judged = Replayed.of(Terms.DAILY, in).result().judgement();
            assertThat(judged.all().spearman(Method.FORECAST))
                    .isGreaterThan(judged.all().spearman(Method.RULE) + .004);
            assertThat(judged.entrants().spearman(Method.FORECAST))
                    .isGreaterThan(judged.entrants().spearman(Method.RULE) + .01);
            assertThat(judged.all().coverage()).isCloseTo(.8, within(.06));
        }
    }

    /** The bars are below what was measured (bench/results/forecast.json) by what chance alone may take away. */
    @Test
    @Tag("full")
    void theWholeIsAsGoodAsWasMeasured() throws Exception {
        try (InputStream in = Files.newInputStream(SharedSightings.file())) {
            Judgement judged = Replayed.of(Terms.DAILY, in).result().judgement();
            check(judged.entrants(), new Bars(.92, .018, .959, 1.8));
            check(judged.all(), new Bars(.906, .01, .973, 1.3));
        }
    }

    /**
     * What a population has to reach.
     *
     * @param ndcg at least
     * @param overRule by how much more than the rule's
     * @param spearman at least
     * @param intervalScore at most
     */
    private record Bars(double ndcg, double overRule, double spearman, double intervalScore) {}

    private static void check(Judgement.Population of, Bars bars) {
        assertThat(of.ndcg(Method.FORECAST)).isGreaterThan(bars.ndcg);
        assertThat(of.ndcg(Method.FORECAST) - of.ndcg(Method.RULE)).isGreaterThan(bars.overRule);
        assertThat(of.spearman(Method.FORECAST)).isGreaterThan(bars.spearman);
        assertThat(of.intervalScore()).isLessThan(bars.intervalScore);
        assertThat(of.coverage()).isBetween(.78, .82);
        of.byMonth()
                .forEach((month, own) -> assertThat(own.coverage()).as(month).isBetween(.76, .84));
    }

    /** Six sites of twenty items a day, with nothing but their counts: the rule is hard to beat with so little. */
    @Test
    @Tag("full")
    void smallSitesWithNothingButCountsAreOrderedBetterThanByTheRule() throws Exception {
        double over = 0;
        for (InputStream site : smallSites()) {
            Judgement.Population judged =
                    Replayed.of(Terms.DAILY, site).result().judgement().all();
            over += judged.spearman(Method.FORECAST) - judged.spearman(Method.RULE);
        }
        assertThat(over / SITES).isGreaterThan(.0025);
    }

    /** Of every fortieth item a site, of the first six. */
    private static List<InputStream> smallSites() throws IOException {
        List<StringBuilder> sites = Stream.generate(() -> new StringBuilder("item,fetched_at,published_at,views\n"))
                .limit(SITES)
                .toList();
        try (InputStream in = Files.newInputStream(SharedSightings.file())) {
            SightingsFile.read(in, one -> {
                int site = Math.floorMod(one.item().hashCode(), PARTS);
                if (site < SITES) {
                    sites.get(site)
                            .append(String.format(
                                    Locale.ROOT,
                                    "%s,%s,%s,%.0f%n",
                                    one.item(),
                                    one.seenAt(),
                                    one.publishedAt() == null ? "" : one.publishedAt(),
                                    one.views()));
                }
            });
        }
        return sites.stream().map(RealSightingsTest::bytes).toList();
    }

    private static InputStream bytes(StringBuilder text) {
        return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream slice() throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(SharedSightings.file()))) {
            byte[] bytes = in.readNBytes((int) SLICE);
            int end = bytes.length;
            while (bytes[end - 1] != '\n') {
                end--;
            }
            return new ByteArrayInputStream(bytes, 0, end);
        }
    }
}
