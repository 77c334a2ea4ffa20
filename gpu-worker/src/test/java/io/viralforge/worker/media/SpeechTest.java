package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.recipe.Cue;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SpeechTest {
    @Test
    void wordsKeepTheirTimesHoweverTheyAreWritten() {
        var speech = speech(word -> word.toUpperCase(Locale.ROOT), "die große\nStraße", 0, 400, 900);
        assertThat(speech.text()).isEqualTo("DIE GROSSE\nSTRASSE");
        assertThat(said(speech)).containsExactly("0 DIE", "400 GROSSE", "900 STRASSE");
    }

    @Test
    void aWordThatCannotBeDrawnIsLeftOutWithItsTime() {
        var speech = speech(word -> word.replace("?", ""), "? one ?\n? two", 0, 200, 400, 600, 800);
        assertThat(speech.text()).isEqualTo("one\ntwo");
        assertThat(said(speech)).containsExactly("200 one", "800 two");
        assertThat(speech(word -> "", "gone").words()).isEmpty();
    }

    @Test
    void signsAreSaidWithTheWordBeforeThem() {
        assertThat(said(speech(word -> word, "- in - … a 😀 !", 0, 100, 200, 300, 400, 500, 600)))
                .containsExactly("0 -", "100 in - …", "400 a", "500 😀 !");
    }

    @Test
    void whatIsWrittenWithoutBlanksIsSaidInParts() {
        assertThat(said(speech(word -> word, "吾輩は猫である。 名前", 0, 800)))
                .containsExactly("0 吾輩", "200 は", "300 猫", "400 である。", "800 名前");
        assertThat(said(speech(word -> word, "สวัสดีชาวโลก"))).hasSize(3);
        assertThat(said(speech(word -> word, "「日本」、"))).hasSize(2);
    }

    private static List<String> said(Speech speech) {
        return speech.words().stream()
                .map(word -> word.start().toMillis() + " " + speech.text().substring(word.begin(), word.end()))
                .toList();
    }

    /** In a second. */
    private static Speech speech(UnaryOperator<String> spelled, String text, long... starts) {
        var times = Arrays.stream(starts).mapToObj(Duration::ofMillis).toList();
        return Speech.of(new Cue(Duration.ZERO, Duration.ofSeconds(1), text, times), spelled);
    }
}
