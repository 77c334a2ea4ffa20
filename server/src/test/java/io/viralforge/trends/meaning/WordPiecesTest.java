package io.viralforge.trends.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is expected was told by the tokenizer that the model was published with. */
final class WordPiecesTest {
    private static WordPieces pieces;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream description =
                Objects.requireNonNull(WordPieces.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json"))) {
            pieces = new WordPieces(description);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            OpenAI releases GPT-5                | 2330 4886 7085 14246 2102 1011 1019
            Café Zürich: naïve — “quotes” don't! | 7668 10204 1024 15743 1517 1523 16614 1524 2123 1005 1056 999
            🔥 INSANE goal                       | 100 9577 3125
            $6.6B +12%                           | 1002 1020 1012 1020 2497 1009 2260 1003
            日本の猫 cat                         | 1864 1876 1671 100 4937
            pneumonoultramicroscopic             | 1052 2638 2819 17175 11314 6444 2594 7352 26461
            Пример                               | 1194 16856 10325 29745 15290 16856
            """)
    void textIsCutAsTheModelWasTaught(String text, String expected) {
        assertThat(pieces.of(text)).containsExactly(numbers("101 " + expected + " 102"));
    }

    @Test
    void whatIsNotSeenIsPassedOver() {
        assertThat(pieces.of("a\u200Bb\tc")).containsExactly(numbers("101 11113 1039 102"));
    }

    @Test
    void aLongTextIsCutAndEndsAsOthers() {
        assertThat(pieces.of("word ".repeat(500))).hasSize(128).startsWith(101).endsWith(102);
        assertThat(pieces.of("x".repeat(500))).containsExactly(101, 100, 102);
        assertThat(pieces.of("")).containsExactly(101, 102);
    }

    private static long[] numbers(String text) {
        return java.util.Arrays.stream(text.split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
