package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

final class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aShareIsSaidOnceAndWithWhatIsBeingDone() {
        try (Progress bar = Progress.ofPercent(terminal(true, 80), "Rendering")) {
            bar.to(14);
            bar.say("render, 0:12 left");
        }
        assertThat(lastLine()).isEqualTo("Rendering  ##..................  14 %  render, 0:12 left\033[K\n");
    }

    @Test
    void sizesAreInOneUnitWithADecimalWhereItTells() {
        try (Progress bar = Progress.ofBytes(terminal(true, 80), "Uploading", 2_000_000)) {
            bar.to(1_240_000);
        }
        assertThat(lastLine()).contains("1.2 of 2.0 MB");
        try (Progress bar = Progress.ofBytes(terminal(true, 80), "Uploading", 400_000)) {
            bar.to(500_000);
        }
        assertThat(lastLine()).contains("####################  400 of 400 kB");
    }

    @Test
    void nothingIsWrittenTwiceNorBeyondTheLine() {
        try (Progress bar = Progress.ofBytes(terminal(true, 40), "A long word for what is being done", 9_000_000)) {
            bar.to(1);
            bar.to(2);
        }
        assertThat(text().split("\r", -1)).hasSize(2);
        assertThat(lastLine().replace("\033[K\n", "")).hasSize(39);
    }

    @Test
    void elsewhereThanOnATerminalItIsOneLine() {
        try (Progress bar = Progress.ofPercent(terminal(false, 80), "Rendering")) {
            bar.to(50);
        }
        assertThat(text()).isEqualTo("Rendering\n");
    }

    private String lastLine() {
        return text().substring(text().lastIndexOf('\r') + 1);
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Terminal terminal(boolean isLive, int columns) {
        PrintStream to = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Terminal(to, to, Ansi.OFF, Ansi.OFF, false, isLive, columns);
    }
}
