package io.viralforge.trends.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordingTest {
    @Test
    void decorationsAccentsAndGrammarAreNoWords() {
        assertThat(Wording.of("🔥 Beyoncé – The HALO (Official Music Video) [4K] #shorts https://example.org/x?y=1")
                        .words())
                .containsExactly("beyonc", "halo");
        assertThat(Wording.of("日本の猫 S26").words()).containsExactly("日本", "本の", "の猫", "26");
    }

    @Test
    void numbersAreNamesToo() {
        assertThat(Wording.of("iPhone 17 Pro for $1,299, GPT-4o, 6,8 and 32bn on the 5th")
                        .numbers())
                .containsExactlyInAnyOrder("17pro", "1299", "4o", "6.8", "32", "5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            OpenAI releases GPT-5           | OpenAI releases GPT-4              | true
            OpenAI releases GPT-5           | OpenAI hasn’t released GPT-5       | true
            Court approves the merger today | Court blocks the merger today      | true
            Galaxy S26 Ultra tried          | Galaxy S26 tried                   | true
            OpenAI releases GPT-5           | GPT-5 is here: 10 things to know   | false
            Court approves the merger       | The merger is approved by a court  | false
            """)
    void whatDiffersInFactContradicts(String one, String other, boolean isSo) {
        assertThat(Wording.of(one).contradicts(Wording.of(other))).isEqualTo(isSo);
        assertThat(Wording.of(other).contradicts(Wording.of(one))).isEqualTo(isSo);
    }
}
