package io.viralforge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.viralforge.forecast.Judgement.Method;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On sightings of a real site, where they are. */
final class RealSightingsTest {
    /** About five weeks. */
    private static final long SLICE = 24_000_000;

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

    /** The bars are below what was measured by what chance alone may take away. */
    @Test
    @Tag("full")
    void theWholeIsAsGoodAsWasMeasured() throws Exception {
        try (InputStream in = Files.newInputStream(SharedSightings.file())) {
            Judgement judged = Replayed.of(Terms.DAILY, in).result().judgement();
            assertThat(judged.entrants().ndcg(Method.FORECAST)).isGreaterThan(.92);
            assertThat(judged.all().ndcg(Method.FORECAST)).isGreaterThan(.905);
            judged.all()
                    .byMonth()
                    .forEach((month, of) -> assertThat(of.coverage()).as(month).isBetween(.76, .84));
        }
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
