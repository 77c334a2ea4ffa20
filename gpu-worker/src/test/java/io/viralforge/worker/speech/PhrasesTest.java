package io.viralforge.worker.speech;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.recipe.Cue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PhrasesTest {
    private static final Duration END = Duration.ofSeconds(60);

    @Test
    void captionsEndWhereSentencesAndClausesDo() {
        assertThat(texts(said(
                        "Three years ago I lost my job, my flat and most of my friends. I moved into a garage.", 0.3)))
                .containsExactly(
                        "Three years ago I lost my job,", "my flat and most of my friends.", "I moved into a garage.");
    }

    @Test
    void captionsEndAtRests() {
        List<Word> words = new ArrayList<>(said("and then we went", 0.3));
        said("home without a word", 0.3).forEach(word -> words.add(word.later(2.4)));
        assertThat(texts(words)).containsExactly("and then we went", "home without a word");
    }

    @Test
    void aShortWordStaysLongEnoughToBeRead() {
        Cue cue = cues(said("Stop!", 0.2)).getFirst();
        assertThat(cue.to()).isEqualTo(Duration.ofSeconds(1));
        assertThat(cue.starts()).containsExactly(Duration.ZERO);
    }

    @Test
    void nothingHeardIsNoCaptions() {
        assertThat(cues(List.of())).isEmpty();
    }

    @Test
    void whateverIsHeardCaptionsHoldAllOfItInOrderAndInBounds() {
        var random = new Random(7);
        for (int i = 0; i < 300; i++) {
            var words = new ArrayList<Word>();
            double at = 0;
            for (int n = random.nextInt(80); n > 0; n--) {
                String text = "a".repeat(1 + random.nextInt(random.nextInt(9) == 0 ? 60 : 9))
                        + List.of("", "", ",", ".", "?").get(random.nextInt(5));
                double from = at + (random.nextInt(4) == 0 ? random.nextDouble() : 0);
                at = from + random.nextDouble() * 0.6;
                words.add(new Word(text, from, at, 1));
            }
            int characters = 8 + random.nextInt(73);
            List<Cue> cues = Phrases.of(new Transcript(words), characters, END);

            assertThat(cues.stream().flatMap(cue -> cue.words().stream()))
                    .containsExactlyElementsOf(words.stream().map(Word::text).toList());
            Duration before = Duration.ZERO;
            for (Cue cue : cues) {
                assertThat(cue.words().size() == 1 || cue.text().length() <= characters)
                        .isTrue();
                assertThat(cue.words().size() == 1 || cue.to().minus(cue.from()).toMillis() <= 5_001)
                        .isTrue();
                // A word that has no time of its own still has a caption, of a millisecond.
                assertThat(cue.from().plusMillis(1)).isGreaterThanOrEqualTo(before);
                before = cue.to();
            }
        }
    }

    private static List<String> texts(List<Word> words) {
        return cues(words).stream().map(Cue::text).toList();
    }

    private static List<Cue> cues(List<Word> words) {
        return Phrases.of(new Transcript(words), 36, END);
    }

    /** One word after the other. */
    private static List<Word> said(String text, double each) {
        var words = new ArrayList<Word>();
        for (String word : text.split(" ", -1)) {
            words.add(new Word(word, words.size() * each, (words.size() + 1) * each, 1));
        }
        return words;
    }
}
