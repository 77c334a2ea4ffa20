package io.viralforge.platform.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "Ann",
                "Jörg Müller-Lüdenscheidt",
                "李小龙",
                "Ann  Lee",
                "می\u200Cخواهم",
                "ක්\u200Dෂ",
                "👩\u200D🚀",
                "🏳\uFE0F\u200D🌈",
                "👩🏽\u200D⚕\uFE0F",
                "葛\uDB40\uDD00城",
                "1\uFE0F\u20E3 A&B <c>"
            })
    void namesOfAllScriptsArePlain(String name) {
        assertThat(PlainText.isPlain(name)).isTrue();
        assertThat(PlainText.isBlank(name)).isFalse();
        assertThat(PlainText.of(name)).isEqualTo(name);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "A\u0000nn",
                "A\nnn",
                "A\u0085nn",
                "A\u00ADnn",
                "A\u061Cnn",
                "A\u200Bnn",
                "A\u200Enn",
                "A\u202Enn",
                "A\u2028nn",
                "A\u2029nn",
                "A\u2060nn",
                "A\u2066nn",
                "A\uFEFFnn",
                "A\uDB40\uDC41nn",
                "A\uE000nn",
                "A\uDBFF\uDFFDnn",
                "A\uD800nn",
                "A\uFFFFnn",
                "A\u0378nn",
                "A\u3164nn",
                "\u3164\u200DAnn",
                "\u200DAnn",
                "Ann\u200C",
                "Ann \u200D Lee"
            })
    void whatNobodySeesIsNotPlain(String name) {
        assertThat(PlainText.isPlain(name)).isFalse();
        assertThat(PlainText.isPlain(PlainText.line(name))).isTrue();
        assertThat(PlainText.line(name)).startsWith("A").endsWith(name.contains("Lee") ? "Lee" : "nn");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"", " ", "\u00A0\u2003\u202F\u3000", "\t\n", "\u200B\u2060", "\uFE0F", "\u3164", "\u2800"})
    void whatShowsNothingIsBlank(String text) {
        assertThat(PlainText.isBlank(text)).isTrue();
    }

    @Test
    void onlyWhatSurroundsIsStripped() {
        assertThat(PlainText.stripped("\u00A0\u3000 Ann \u00A0 Lee\n\u2003")).isEqualTo("Ann \u00A0 Lee");
        assertThat(PlainText.stripped("\u00A0")).isEmpty();
    }

    @Test
    void whatIsCutIsCutBetweenCharacters() {
        assertThat(PlainText.cut("ab\uD83D\uDE00cd", 3)).isEqualTo("ab\uD83D\uDE00");
        assertThat(PlainText.cut("ab", 3)).isEqualTo("ab");
    }

    @Test
    void linesStayWhereTheyMay() {
        assertThat(PlainText.of("a\n\tb\r\u202E")).isEqualTo("a\n\tb");
        assertThat(PlainText.line("a\n\tb\r")).isEqualTo("ab");
    }
}
