package io.viralforge.worker.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One run of FFmpeg as a child process, watched until it ends or goes over a limit. Interrupting the thread ends the
 * child. The thread must live as long as the child does: Linux tells a child that its parent died when the thread that
 * started it ends.
 */
final class Child {
    /** What it may use. */
    record Bounds(
            Duration time,
            Duration stall,
            long memoryBytes,
            @Nullable Path output,
            long outputBytes) {}

    /** How it ended. */
    enum End {
        EXITED,
        OUT_OF_TIME,
        STALLED,
        OUT_OF_MEMORY,
        TOO_MUCH_OUTPUT
    }

    /**
     * What came of it.
     *
     * @param complaints its last lines of level warning and above, oldest first
     */
    record Result(End end, int exitCode, List<String> complaints, double cpuSeconds, long peakBytes) {
        boolean isSuccess() {
            return end == End.EXITED && exitCode == 0;
        }
    }

    private static final int KEPT_COMPLAINTS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long FIRST_LOOKS_MILLIS = 10;
    private static final long LOOKS_MILLIS = 100;
    private static final Pattern BENCH = Pattern.compile("bench: utime=([0-9.]+)s stime=([0-9.]+)s");

    private final Process process;
    private final Bounds bounds;
    private final Tally tally;
    private final long started = System.nanoTime();
    private final Deque<String> complaints = new ArrayDeque<>();
    private volatile long moved = started;
    private volatile double measuredCpu;
    private ProcessTable seen = new ProcessTable(0, 0);

    private Child(Process process, Bounds bounds, Tally tally) {
        this.process = process;
        this.bounds = bounds;
        this.tally = tally;
    }

    /** As {@link #run(List, Map, Path, Bounds, Predicate, Consumer, Tally)}, where nobody counts what it uses. */
    static Result run(
            List<String> command,
            Map<String, String> environment,
            Path folder,
            Bounds bounds,
            Predicate<String> out,
            Consumer<String> log)
            throws IOException, InterruptedException {
        return run(command, environment, folder, bounds, out, log, new Tally());
    }

    /**
     * Runs a command to its end.
     *
     * @param out told each line of its output; true when the line shows that something moved
     * @param log told each line of its log
     * @param tally told what it uses, while it runs too
     * @throws IOException when it cannot be started
     * @throws InterruptedException when the thread is interrupted; the child is gone by then
     */
    static Result run(
            List<String> command,
            Map<String, String> environment,
            Path folder,
            Bounds bounds,
            Predicate<String> out,
            Consumer<String> log,
            Tally tally)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        // FFmpeg reads settings from these; a render must not hang on who started the worker.
        builder.environment().keySet().removeAll(List.of("FFREPORT", "AV_LOG_FORCE_COLOR", "FFMPEG_DATADIR"));
        Process process = builder.start();
        var child = new Child(process, bounds, tally);
        process.getOutputStream().close();
        Thread outReader = child.reader(
                "out",
                () -> LineReader.forEach(process.getInputStream(), line -> {
                    if (out.test(line)) {
                        child.moved = System.nanoTime();
                    }
                }));
        Thread logReader = child.reader(
                "log",
                () -> LineReader.forEach(process.getErrorStream(), line -> {
                    child.hear(line);
                    log.accept(line);
                }));
        try {
            End end = child.watch();
            outReader.join(PATIENCE);
            logReader.join(PATIENCE);
            return child.result(end);
        } finally {
            child.end();
        }
    }

    private Thread reader(String name, Runnable work) {
        return Thread.ofPlatform()
                .daemon()
                .name("ffmpeg-" + process.pid() + "-" + name)
                .start(work);
    }

    private void hear(String line) {
        Matcher bench = BENCH.matcher(line);
        if (bench.find()) {
            measuredCpu = Double.parseDouble(bench.group(1)) + Double.parseDouble(bench.group(2));
        }
        if (line.contains("[error]") || line.contains("[fatal]") || line.contains("[warning]")) {
            synchronized (complaints) {
                if (complaints.size() == KEPT_COMPLAINTS) {
                    complaints.removeFirst();
                }
                complaints.addLast(line);
            }
        }
    }

    private End watch() throws InterruptedException {
        long wait = FIRST_LOOKS_MILLIS;
        while (!process.waitFor(wait, TimeUnit.MILLISECONDS)) {
            look();
            End end = exceeded();
            if (end != End.EXITED) {
                return end;
            }
            // Short-lived children are looked at more often, so that their CPU time is not missed.
            wait = isOlderThan(Duration.ofMillis(300), started) ? LOOKS_MILLIS : FIRST_LOOKS_MILLIS;
        }
        return End.EXITED;
    }

    private void look() {
        ProcessTable now = ProcessTable.of(process.pid());
        seen = new ProcessTable(
                Math.max(seen.cpuSeconds(), now.cpuSeconds()), Math.max(seen.peakBytes(), now.peakBytes()));
        tally.running(seen.cpuSeconds());
    }

    private End exceeded() {
        if (isOlderThan(bounds.time(), started)) {
            return End.OUT_OF_TIME;
        }
        if (isOlderThan(bounds.stall(), moved)) {
            return End.STALLED;
        }
        if (seen.peakBytes() > bounds.memoryBytes()) {
            return End.OUT_OF_MEMORY;
        }
        return outputBytes() > bounds.outputBytes() ? End.TOO_MUCH_OUTPUT : End.EXITED;
    }

    private long outputBytes() {
        try {
            return bounds.output() == null ? 0 : Files.size(bounds.output());
        } catch (IOException notThereYet) {
            return 0;
        }
    }

    private static boolean isOlderThan(Duration age, long since) {
        return System.nanoTime() - since > age.toNanos();
    }

    private Result result(End end) throws InterruptedException {
        end();
        synchronized (complaints) {
            // FFmpeg's own figure covers its whole life; without one, what was last seen has to do.
            double cpu = Math.max(measuredCpu, seen.cpuSeconds());
            var result = new Result(end, process.exitValue(), new ArrayList<>(complaints), cpu, seen.peakBytes());
            tally.add(result);
            return result;
        }
    }

    /** Asks it to end, then makes it. Nothing of it is left when this returns. */
    private void end() throws InterruptedException {
        if (!process.isAlive()) {
            return;
        }
        process.destroy();
        boolean wasInterrupted = false;
        boolean isGone = false;
        while (!isGone) {
            try {
                isGone = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                process.destroyForcibly();
            } catch (InterruptedException e) {
                wasInterrupted = true;
                process.destroyForcibly();
            }
        }
        if (wasInterrupted) {
            throw new InterruptedException("interrupted while ending a child process");
        }
    }
}
