package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineBreakerTest {
    /** Every character is one wide. */
    private final LineBreaker breaker = new LineBreaker(String::length, 20);

    @Test
    void whatFitsStaysOnOneLine() {
        assertThat(breaker.lines("Hildy!")).containsExactly("Hildy!");
        assertThat(breaker.lines("")).isEmpty();
    }

    @Test
    void linesAreAsEvenAsTheyCanBe() {
        // Greedy would leave "vienna" alone.
        assertThat(breaker.lines("Yesterday Ingrid saw vienna")).containsExactly("Yesterday Ingrid", "saw vienna");
    }

    @Test
    void linesEndWhereTheSentencesPartsDo() {
        assertThat(breaker.lines("Yes, he's in a bad humor")).containsExactly("Yes, he's", "in a bad humor");
        assertThat(breaker.lines("Somebody must've stolen the crown jewels"))
                .containsExactly("Somebody", "must've stolen", "the crown jewels");
        assertThat(breaker.lines("I came, I saw some hills")).containsExactly("I came,", "I saw some hills");
        assertThat(breaker.lines("吾輩は猫である。名前はまだ無いのだ")).containsExactly("吾輩は猫である。名前はまだ無いのだ");
        assertThat(new LineBreaker(String::length, 12).lines("吾輩は猫である。名前はまだ無い")).containsExactly("吾輩は猫である。", "名前はまだ無い");
    }

    @Test
    void noWordIsLeftAlone() {
        assertThat(new LineBreaker(String::length, 16).lines("something terrible happened now"))
                .containsExactly("something", "terrible", "happened now");
    }

    @Test
    void thaiIsBrokenBetweenItsWords() {
        assertThat(new LineBreaker(String::length, 10).lines("สวัสดีชาวโลกทุกคน"))
                .hasSize(2)
                .noneMatch(line -> line.endsWith("โล"))
                .anyMatch(line -> line.startsWith("โลก") || line.startsWith("ชาว"));
    }

    @Test
    void breaksOfTheWritersOwnAreKept() {
        assertThat(breaker.lines("- Who?\n- Me.")).containsExactly("- Who?", "- Me.");
    }

    @Test
    void aWordThatFitsNoLineIsCut() {
        assertThat(breaker.lines("x".repeat(45)))
                .allMatch(line -> line.length() <= 20)
                .hasSize(3);
    }

    @Test
    void scriptsWithoutSpacesAreBrokenBetweenSigns() {
        assertThat(breaker.lines("吾輩は猫である。名前はまだ無い。どこで生れたか"))
                .hasSize(2)
                .allMatch(line -> line.length() <= 20)
                .noneMatch(line -> line.startsWith("。"));
    }

    @Test
    void aCharacterIsNeverCut() {
        String family = "👩‍👩‍👧";
        assertThat(new LineBreaker(String::length, 10).lines(family.repeat(3))).allMatch(line -> line.equals(family));
    }
}
