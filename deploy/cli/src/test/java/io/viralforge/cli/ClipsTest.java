package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** The moments of real videos, in the terminal. */
final class ClipsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theMomentsOfALongVideoComeAsATableWithTheirReasons() {
        Path film = SharedData.file("media/real/tears-of-steel-battle.webm");
        assertThat(run("clips", film.toString())).isEqualTo(Exit.DONE.code());
        assertThat(text(out).lines().filter(line -> line.matches(" +\\d+( +\\d\\d:\\d\\d\\.\\d){2} +\\d+\\.\\d +\\d+")))
                .hasSizeBetween(3, 10);
        assertThat(text(out))
                .startsWith("     from     to       score  hook\n  1  ")
                .containsPattern("(?m)^     [ 0-9.]{4} of 30  Its first three seconds score \\d+ of 100\\.$")
                .containsPattern("(?m)^     [ 0-9.]{4} of 15  It begins with.* and ends with.*\\.$");
        assertThat(text(err)).contains("Looking and listening");
    }

    @Test
    void aShortVideoIsAMomentByItself() {
        Path talk = SharedData.file("media/real/friday.mp4");
        assertThat(run("clips", "--json", talk.toString())).isEqualTo(Exit.DONE.code());
        assertThat(text(out)).contains("\"isTooShort\":true", "\"moments\":[]").hasLineCount(1);
        assertThat(run("clips", talk.toString())).isEqualTo(Exit.DONE.code());
        assertThat(text(out)).contains("It lasts 6 s: what is shorter than 45 s is a moment by itself.");
    }

    @Test
    void whatIsNoVideoIsSaidSo() {
        Path voice = SharedData.file("speech/jfk.wav");
        assertThat(run("clips", voice.toString())).isEqualTo(Exit.FAILED.code());
        assertThat(text(err)).contains(voice + ": It is no moving picture.");
    }

    private int run(String... arguments) {
        return Forge.execute(
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Ansi.OFF,
                        Ansi.OFF,
                        false,
                        false,
                        80),
                arguments);
    }

    private static String text(ByteArrayOutputStream from) {
        return from.toString(StandardCharsets.UTF_8);
    }
}
