package io.viralforge.trends.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** trends/niche-titles.tsv: titles that hold the words of a niche, and belong to it or not. */
final class FitTest {
    private static final Meanings MEANINGS = new Meanings();

    @AfterAll
    static void close() {
        MEANINGS.close();
    }

    /** The figures of docs/adr/0103; the threshold was chosen by the first set alone. */
    @Test
    void whatBelongsIsKeptAndMostOfTheRestDropped() {
        assertThat(judged("calibration")).isEqualTo(new Judged(18, 13, 5, 0));
        assertThat(judged("held-out")).isEqualTo(new Judged(17, 10, 6, 0));
    }

    @Test
    void whatTheModelDoesNotReadIsKept() {
        List<Meaning> both = MEANINGS.ofAll(List.of(new Text("AI tools", null), new Text("十个 AI tools 推荐", "zh")));
        assertThat(Fit.of(both.get(0), both.get(1))).isEqualTo(1);
    }

    private record Judged(int kept, int dropped, int keptWrongly, int droppedWrongly) {}

    private static Judged judged(String set) {
        int kept = 0;
        int dropped = 0;
        int keptWrongly = 0;
        int droppedWrongly = 0;
        for (List<String> line : Lines.of("/trends/niche-titles.tsv")) {
            if (line.get(0).equals(set)) {
                List<Meaning> both = MEANINGS.of(line.subList(2, 4));
                boolean isKept = Fit.of(both.get(0), both.get(1)) >= Fit.LEAST;
                boolean belongs = line.get(1).equals("yes");
                kept += isKept && belongs ? 1 : 0;
                dropped += !isKept && !belongs ? 1 : 0;
                keptWrongly += isKept && !belongs ? 1 : 0;
                droppedWrongly += !isKept && belongs ? 1 : 0;
            }
        }
        return new Judged(kept, dropped, keptWrongly, droppedWrongly);
    }
}
