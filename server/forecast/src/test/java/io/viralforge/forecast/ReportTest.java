package io.viralforge.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

final class ReportTest {
    @Test
    void itNeedsNothingElseAndItsPlotsAreWellFormed() throws Exception {
        String page = Report.html(Replayed.of(Terms.DAILY, new World(1, Duration.ofDays(1), 25, 60).rows())
                .result());
        assertThat(page).doesNotContain("src=", "href=", "url(", "<script", "NaN", "http");
        assertThat(page).contains("prefers-color-scheme:dark", "velocity x age decay");
        var plots = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL)
                .matcher(page)
                .results()
                .toList();
        assertThat(plots).hasSize(5);
        for (var plot : plots) {
            var read = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(plot.group())));
            assertThat(read.getElementsByTagName("polyline").getLength()
                            + read.getElementsByTagName("circle").getLength())
                    .isPositive();
        }
    }
}
