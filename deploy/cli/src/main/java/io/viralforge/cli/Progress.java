package io.viralforge.cli;

import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far something is: a bar on a terminal, a line at its beginning elsewhere. Safe for use from several threads. */
final class Progress implements AutoCloseable {
    private static final int MEGABYTE = 1_000_000;

    private final Terminal terminal;
    private final @Nullable ProgressBar bar;

    private Progress(Terminal terminal, @Nullable ProgressBar bar) {
        this.terminal = terminal;
        this.bar = bar;
    }

    /** @param total bytes in all */
    static Progress ofBytes(Terminal terminal, String what, long total) {
        return total < MEGABYTE
                ? begin(terminal, what, total, "kB", 1_000)
                : begin(terminal, what, total, "MB", MEGABYTE);
    }

    static Progress ofPercent(Terminal terminal, String what) {
        return begin(terminal, what, 100, " %", 1);
    }

    private static Progress begin(Terminal terminal, String what, long total, String unit, long unitSize) {
        if (!terminal.isLive()) {
            terminal.note(what);
            return new Progress(terminal, null);
        }
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(total)
                .setUnit(unit, unitSize)
                .setUpdateIntervalMillis(100)
                .setMaxRenderedLength(terminal.columns() - 1)
                .setStyle(
                        terminal.errAnsi().enabled() ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .hideEta()
                .setConsumer(new DelegatingProgressBarConsumer(line -> write(terminal, line), terminal.columns() - 1))
                .build();
        return new Progress(terminal, bar);
    }

    private static void write(Terminal terminal, String line) {
        terminal.err().print("\r" + line.stripTrailing() + "\033[K");
        terminal.err().flush();
    }

    void total(long total) {
        if (bar != null) {
            bar.maxHint(total);
        }
    }

    void to(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    /** What is being done now, at the end of the line. */
    void say(String detail) {
        if (bar != null) {
            bar.setExtraMessage(" " + detail);
        }
    }

    /** Ends it; the bar stays where it came to, above whatever is said next. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            terminal.err().println();
        }
    }

    /** As people say it: 1:05, 0:07. */
    static String text(Duration length) {
        return length.toMinutes() + ":" + (length.toSecondsPart() < 10 ? "0" : "") + length.toSecondsPart();
    }
}
