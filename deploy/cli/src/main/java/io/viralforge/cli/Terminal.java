package io.viralforge.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command talks: results go to standard output, everything else to standard error. Markup as in
 * {@code @|bold …|@} becomes colour on a terminal and nothing elsewhere, or where NO_COLOR is set.
 *
 * @param isInteractive whether a person can be asked
 * @param isLive whether standard error is a terminal, on which a line can be written over
 * @param columns its width
 */
record Terminal(
        PrintStream out,
        PrintStream err,
        Ansi outAnsi,
        Ansi errAnsi,
        boolean isInteractive,
        boolean isLive,
        int columns) {

    /** The script has asked the terminal: {@code forge.tty} names which standard streams it is (i, o, e). */
    static Terminal ofProcess() {
        String tty = System.getProperty("forge.tty", "");
        @Nullable String noColor = System.getenv("NO_COLOR");
        boolean isPlain = (noColor != null && !noColor.isEmpty()) || "dumb".equals(System.getenv("TERM"));
        boolean isLive = tty.contains("e") && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                tty.contains("o") && !isPlain ? Ansi.ON : Ansi.OFF,
                tty.contains("e") && !isPlain ? Ansi.ON : Ansi.OFF,
                tty.contains("i") && tty.contains("e"),
                isLive,
                Math.max(40, Integer.getInteger("forge.columns", 80)));
    }

    /** What was asked for. */
    void result(String text) {
        out.println(outAnsi.string(text));
    }

    /** What was asked for, letter by letter: nothing in it is markup. */
    void raw(String text) {
        out.println(text);
    }

    /** What a person may want to know beside it. */
    void note(String text) {
        err.println(errAnsi.string(text));
    }

    void warn(String sentence) {
        err.println(errAnsi.string("@|yellow warning:|@ ") + sentence);
    }

    void error(String sentence) {
        err.println(errAnsi.string("@|bold,red forge:|@ ") + sentence);
    }

    /** Asks a person; null when there is nobody or they end the input. */
    @Nullable
    String ask(String question) {
        if (!isInteractive) {
            return null;
        }
        err.print(errAnsi.string(question));
        err.flush();
        try {
            // The shell's own reading is line by line, so nothing that belongs to a later question is swallowed.
            return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        } catch (IOException _) {
            return null;
        }
    }
}
