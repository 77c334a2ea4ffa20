package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CaptionsTest {
    private static final String CUE = "00:00:01,000 --> 00:00:02,000\nHello\n";

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"talk.vtt, vtt", "TALK.VTT, vtt", "talk.txt, vtt", "talk, vtt"})
    void webVtt(String name, String kind) throws Exception {
        assertThat(kinds(name, "WEBVTT\n\n" + CUE.replace(',', '.'))).containsExactly(kind);
    }

    @ParameterizedTest
    @CsvSource({"talk.srt, srt", "talk.txt, srt"})
    void subRip(String name, String kind) throws Exception {
        assertThat(kinds(name, "1\n" + CUE)).containsExactly(kind);
    }

    @ParameterizedTest
    @CsvSource({"talk.ass", "talk.SSA", "talk.txt"})
    void subStation(String name) throws Exception {
        String text = "[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,x,,0,0,0,,Hello, you\n";
        assertThat(kinds(name, text)).containsExactly("ass");
    }

    @Test
    void whatHasNoTimesAndNoSuchNameIsPlainText() throws Exception {
        assertThat(kinds("talk.txt", "Hello.\n")).containsExactly("text");
    }

    @ParameterizedTest
    @CsvSource({
        "broken.vtt, Hello, Line 1: A WebVTT document begins with WEBVTT.",
        "broken.srt, Hello, Line 1: Expected a line with times",
        "empty.vtt, WEBVTT, There is no caption in"
    })
    void whatIsNotWhatItsNameSaysIsNeverBurnedInAsWords(String name, String text, String complaint) throws Exception {
        assertThatThrownBy(() -> kinds(name, text))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.exit()).isEqualTo(Exit.REFUSED))
                .hasMessageContaining(complaint);
    }

    private Set<String> kinds(String name, String text) throws IOException {
        return Captions.read(Files.writeString(folder.resolve(name), text))
                .toMap()
                .keySet();
    }
}
