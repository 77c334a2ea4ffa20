package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.recipe.Cue;
import io.viralforge.worker.media.CaptionTimeline.Stretch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CaptionTimelineTest {
    @Test
    void cuesBecomeFrames() {
        var stretches = CaptionTimeline.of(List.of(cue(0, 500, "a"), cue(1000, 8000, "b")), 30, 90, 0);
        assertThat(stretches)
                .containsExactly(new Stretch(0, 15, "a"), new Stretch(15, 30, ""), new Stretch(30, 90, "b"));
    }

    @Test
    void cuesThatOverlapAreShownTogether() {
        assertThat(CaptionTimeline.of(List.of(cue(0, 2000, "a"), cue(1000, 3000, "b")), 10, 30, 0))
                .containsExactly(new Stretch(0, 10, "a"), new Stretch(10, 20, "a\nb"), new Stretch(20, 30, "b"));
    }

    @Test
    void aCueOfAMillisecondIsOnOneFrame() {
        assertThat(CaptionTimeline.of(List.of(cue(500, 501, "a")), 30, 30, 0)).contains(new Stretch(15, 16, "a"));
    }

    @Test
    void nothingIsShownUntilTheTitleIsGone() {
        assertThat(CaptionTimeline.of(List.of(cue(0, 3000, "a")), 10, 30, 20))
                .containsExactly(new Stretch(0, 20, ""), new Stretch(20, 30, "a"));
    }

    @Test
    void theWholeIsCoveredWithoutGapOrOverlapWhateverTheCues() {
        var random = new Random(5);
        for (int i = 0; i < 500; i++) {
            var cues = new ArrayList<Cue>();
            for (int n = random.nextInt(20); n > 0; n--) {
                int from = random.nextInt(12_000);
                cues.add(cue(from, from + 1 + random.nextInt(4_000), "c" + random.nextInt(4)));
            }
            long at = 0;
            for (Stretch stretch : CaptionTimeline.of(cues, 30, 300, random.nextInt(60))) {
                assertThat(stretch.from()).isEqualTo(at);
                assertThat(stretch.to()).isGreaterThan(at);
                at = stretch.to();
            }
            assertThat(at).isEqualTo(300);
        }
    }

    private static Cue cue(long from, long to, String text) {
        return new Cue(Duration.ofMillis(from), Duration.ofMillis(to), text);
    }
}
