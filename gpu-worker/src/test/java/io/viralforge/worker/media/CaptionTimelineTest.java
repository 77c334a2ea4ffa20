package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.recipe.CaptionAnimation;
import io.viralforge.recipe.Cue;
import io.viralforge.worker.media.CaptionTimeline.Moment;
import io.viralforge.worker.media.CaptionTimeline.Stretch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CaptionTimelineTest {
    @Test
    void cuesBecomeFrames() {
        assertThat(clean(30, 90, 0, cue(0, 500, "a"), cue(1000, 8000, "b")))
                .containsExactly(still(0, 15, "a"), still(15, 30, ""), still(30, 90, "b"));
    }

    @Test
    void cuesThatOverlapAreShownTogetherAndStandStill() {
        var cues = List.of(cue(1000, 3000, "b"), cue(0, 2000, "a"));
        assertThat(clean(10, 30, 0, cues.toArray(Cue[]::new)))
                .containsExactly(still(0, 10, "a"), still(10, 20, "a\nb"), still(20, 30, "b"));
        assertThat(moving(CaptionAnimation.KARAOKE, null, cues, 30))
                .containsExactly(spoken(0, 10, "a", 0, 1), still(10, 20, "a\nb"), spoken(20, 30, "b", 0, 1));
    }

    @Test
    void aCueOfAMillisecondIsOnOneFrame() {
        assertThat(clean(30, 30, 0, cue(500, 501, "a"))).contains(still(15, 16, "a"));
    }

    @Test
    void nothingIsShownUntilTheTitleIsGone() {
        assertThat(clean(10, 30, 20, cue(0, 3000, "a"))).containsExactly(still(0, 20, ""), still(20, 30, "a"));
    }

    @Test
    void theWordThatIsSpokenIsToldApartUntilTheNextIsSpoken() {
        var cue = timed(1000, 3000, "one two three", 1200, 1500, 2600);
        for (var animation : List.of(CaptionAnimation.KARAOKE, CaptionAnimation.BOXED)) {
            assertThat(moving(animation, null, List.of(cue), 40))
                    .containsExactly(
                            still(0, 10, ""),
                            still(10, 12, "one two three"),
                            spoken(12, 15, "one two three", 0, 3),
                            spoken(15, 26, "one two three", 4, 7),
                            spoken(26, 30, "one two three", 8, 13),
                            still(30, 40, ""));
        }
    }

    @Test
    void aWordThatComesInBouncesAndTheNextOneEndsThat() {
        var cue = timed(0, 1000, "one two", 0, 900);
        assertThat(new CaptionTimeline(CaptionAnimation.POP, null, 25).of(spoken(cue), 25, 0))
                .containsExactly(
                        new Stretch(0, 1, new Moment("one two", 3, 0, 3, 0.72)),
                        new Stretch(1, 3, new Moment("one two", 3, 0, 3, 1.1)),
                        new Stretch(3, 23, new Moment("one two", 3, 0, 3, 1)),
                        new Stretch(23, 24, new Moment("one two", 7, 4, 7, 0.72)),
                        new Stretch(24, 25, new Moment("one two", 7, 4, 7, 1.1)));
    }

    @Test
    void lettersAreTypedWithinTheirWordsTime() {
        var cue = timed(0, 2000, "abcdefgh e\u0301\u0323", 0, 1000);
        assertThat(moving(CaptionAnimation.TYPEWRITER, null, List.of(cue), 20))
                .extracting(stretch -> stretch.from() + ":" + stretch.moment().visible())
                .containsExactly("0:2", "1:4", "3:6", "4:8", "10:" + cue.text().length());
    }

    @Test
    void someWordsAtATimeAndNoneBeyondTheEndOfASentence() {
        var cue = timed(0, 3000, "Yes. It is\nso now", 0, 500, 1000, 1500, 2000);
        assertThat(moving(CaptionAnimation.CLEAN, 2, List.of(cue), 30))
                .containsExactly(still(0, 5, "Yes."), still(5, 15, "It is"), still(15, 30, "so now"));
        assertThat(moving(CaptionAnimation.KARAOKE, 3, List.of(cue), 30))
                .containsExactly(
                        spoken(0, 5, "Yes.", 0, 4),
                        spoken(5, 10, "It is so", 0, 2),
                        spoken(10, 15, "It is so", 3, 5),
                        spoken(15, 20, "It is so", 6, 8),
                        spoken(20, 30, "now", 0, 3));
    }

    @Test
    void theWholeIsCoveredWithoutGapOrOverlapWhateverTheCues() {
        var random = new Random(5);
        for (int i = 0; i < 500; i++) {
            var cues = new ArrayList<Cue>();
            for (int n = random.nextInt(20); n > 0; n--) {
                int from = random.nextInt(12_000);
                String text = "c" + random.nextInt(4) + " d. 日本語 e".repeat(random.nextInt(3));
                cues.add(cue(from, from + 1 + random.nextInt(4_000), text));
            }
            var animation = List.of(CaptionAnimation.values()).get(i % 5);
            var timeline = new CaptionTimeline(animation, i % 4 == 0 ? null : i % 4, 30);
            long at = 0;
            for (Stretch stretch : timeline.of(spoken(cues.toArray(Cue[]::new)), 300, random.nextInt(60))) {
                assertThat(stretch.from()).isEqualTo(at);
                assertThat(stretch.to()).isGreaterThan(at);
                assertThat(stretch.moment().to())
                        .isLessThanOrEqualTo(stretch.moment().text().length());
                at = stretch.to();
            }
            assertThat(at).isEqualTo(300);
        }
    }

    private static List<Stretch> clean(int rate, long frames, long quietUntil, Cue... cues) {
        return new CaptionTimeline(CaptionAnimation.CLEAN, null, rate).of(spoken(cues), frames, quietUntil);
    }

    /** At ten frames a second. */
    private static List<Stretch> moving(
            CaptionAnimation animation, @Nullable Integer wordsAtOnce, List<Cue> cues, long frames) {
        return new CaptionTimeline(animation, wordsAtOnce, 10).of(spoken(cues.toArray(Cue[]::new)), frames, 0);
    }

    private static List<Speech> spoken(Cue... cues) {
        return Arrays.stream(cues).map(cue -> Speech.of(cue, word -> word)).toList();
    }

    private static Stretch still(long from, long to, String text) {
        return new Stretch(from, to, Moment.still(text));
    }

    private static Stretch spoken(long from, long to, String text, int begin, int end) {
        return new Stretch(from, to, new Moment(text, text.length(), begin, end, 1));
    }

    private static Cue cue(long from, long to, String text) {
        return new Cue(Duration.ofMillis(from), Duration.ofMillis(to), text);
    }

    private static Cue timed(long from, long to, String text, long... starts) {
        var times = Arrays.stream(starts).mapToObj(Duration::ofMillis).toList();
        return new Cue(Duration.ofMillis(from), Duration.ofMillis(to), text, times);
    }
}
