package io.viralforge.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.function.BiFunction;

/** How far something is: a bar on a terminal, a line at its beginning elsewhere. Safe for use from several threads. */
final class Progress implements AutoCloseable {
    private static final int CELLS = 20;
    private static final long MEGABYTE = 1_000_000;

    private final Terminal terminal;
    private final String what;
    /** Says it in words: what is done, of how much. */
    private final BiFunction<Long, Long, String> words;

    private long done;
    private long total;
    private String detail = "";
    private String shown = "";

    private Progress(Terminal terminal, String what, long total, BiFunction<Long, Long, String> words) {
        this.terminal = terminal;
        this.what = what;
        this.total = total;
        this.words = words;
        if (terminal.isLive()) {
            draw();
        } else {
            terminal.note(what);
        }
    }

    /** @param total bytes in all */
    static Progress ofBytes(Terminal terminal, String what, long total) {
        return new Progress(terminal, what, total, Progress::bytes);
    }

    static Progress ofPercent(Terminal terminal, String what) {
        return new Progress(terminal, what, 100, (done, _) -> done + " %");
    }

    private static String bytes(long done, long total) {
        return total < MEGABYTE
                ? String.format(Locale.ROOT, "%d of %d kB", done / 1_000, total / 1_000)
                : String.format(Locale.ROOT, "%.1f of %.1f MB", done / 1e6, total / 1e6);
    }

    synchronized void total(long now) {
        total = now;
        draw();
    }

    synchronized void to(long now) {
        done = Math.min(now, total);
        draw();
    }

    /** What is being done now, at the end of the line. */
    synchronized void say(String now) {
        detail = "  " + now;
        draw();
    }

    /** Written anew only where something changed that can be seen. */
    private void draw() {
        String line = what + "  " + bar() + "  " + words.apply(done, total) + detail;
        String cut = line.substring(0, Math.min(line.length(), terminal.columns() - 1));
        if (terminal.isLive() && !cut.equals(shown)) {
            terminal.err().print("\r" + cut + "\033[K");
            terminal.err().flush();
            shown = cut;
        }
    }

    private String bar() {
        boolean isPlain = !terminal.errAnsi().enabled();
        int full = total <= 0 ? 0 : (int) (CELLS * done / total);
        return (isPlain ? "#" : "█").repeat(full) + (isPlain ? "." : "░").repeat(CELLS - full);
    }

    /** Ends it; the bar stays where it came to, above whatever is said next. */
    @Override
    public synchronized void close() {
        if (terminal.isLive()) {
            terminal.err().println();
        }
    }

    /** As people say it: 1:05, 0:07. */
    static String text(Duration length) {
        return length.toMinutes() + ":" + (length.toSecondsPart() < 10 ? "0" : "") + length.toSecondsPart();
    }
}
