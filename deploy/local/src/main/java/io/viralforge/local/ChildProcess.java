package io.viralforge.local;

import io.viralforge.local.LocalServicesException.Code;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program that lives no longer than this JVM.
 *
 * <p>It runs in a session of its own, so that Ctrl-C in a terminal reaches only this JVM, which then stops its children
 * in order. A few lines of shell between the two (watch.sh) hold the reading end of a pipe: {@link #stop} writes into
 * it, and should this JVM be killed, the pipe's end of file stops the program within three seconds. What it prints goes
 * to a log file in the run folder, rotated by size.
 */
public final class ChildProcess implements AutoCloseable {
    private static final long LOG_BYTES = 8L << 20;
    private static final int LOG_FILES = 3;
    private static final Duration FORCE_AFTER = Duration.ofSeconds(2);

    private static final Pattern LOST_PORT = Pattern.compile(
            "[Aa]ddress already in use|in use by another process|Failed to bind port|Port \\S+ already in use");

    /** What asks a program to stop in good order. */
    public enum Signal {
        TERM,
        INT
    }

    /**
     * What to run.
     *
     * @param name names the log file and the file with the process id; unique within a run folder
     * @param argv the program and its arguments; no shell reads them
     * @param environment added to this JVM's own
     * @param input what the program reads as its standard input, usually {@link #NO_INPUT}
     * @param ready true for the line of output that says the program is ready to serve
     */
    public record Command(
            String name,
            List<String> argv,
            Map<String, String> environment,
            Signal stopSignal,
            Path input,
            Predicate<String> ready) {
        public static final Path NO_INPUT = Path.of("/dev/null");

        public Command {
            argv = List.copyOf(argv);
            environment = Map.copyOf(environment);
        }

        /** A program without input that is ready when it prints a line that contains {@code ready}, and stops at TERM. */
        public static Command of(String name, List<String> argv, Map<String, String> environment, String ready) {
            return new Command(name, argv, environment, Signal.TERM, NO_INPUT, line -> line.contains(ready));
        }

        /** The environment may hold secrets. */
        @Override
        public String toString() {
            return name + " " + argv;
        }
    }

    private final Command command;
    private final Process process;
    private final RotatingLog log;
    private final PidFile pidFile;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Integer> exit;

    private ChildProcess(Command command, Process process, RotatingLog log, PidFile pidFile) {
        this.command = command;
        this.process = process;
        this.log = log;
        this.pidFile = pidFile;
        Thread pump = Thread.ofPlatform().daemon().name("log-" + command.name()).start(this::pump);
        exit = process.onExit().thenApply(ended -> ended(ended.exitValue(), pump));
    }

    /**
     * Starts a program; an earlier one of the same name, left behind by a killed parent, is ended first.
     *
     * @throws LocalServicesException MISSING_TOOL or DISK
     */
    public static ChildProcess start(RunFolder folder, Command command) {
        PidFile pidFile = new PidFile(folder.pidFile(command.name()));
        pidFile.endOrphan();
        try {
            Process process = launch(folder, command);
            ChildProcess child = new ChildProcess(command, process, openLog(folder, command, process), pidFile);
            try {
                pidFile.write(process.toHandle());
                return child;
            } catch (IOException e) {
                child.close();
                throw e;
            }
        } catch (IOException e) {
            throw LocalServicesException.disk("The folder " + folder.path() + " cannot be written", e);
        }
    }

    private static RotatingLog openLog(RunFolder folder, Command command, Process process) throws IOException {
        try {
            return new RotatingLog(folder.log(command.name()), LOG_BYTES, LOG_FILES);
        } catch (IOException e) {
            // Its pipe ends with it, and so the program too.
            process.destroyForcibly();
            throw e;
        }
    }

    private static Process launch(RunFolder folder, Command command) {
        ProcessBuilder builder = new ProcessBuilder(watched(command))
                .directory(folder.path().toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(command.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new LocalServicesException(
                    Code.MISSING_TOOL, command.name() + " could not be started: " + e.getMessage(), e);
        }
    }

    private static List<String> watched(Command command) {
        List<String> argv = new ArrayList<>(Host.ownSession());
        argv.addAll(List.of("sh", "-c", Resources.text("watch.sh"), "viralforge-" + command.name()));
        argv.addAll(List.of(command.stopSignal().name(), command.input().toString()));
        argv.addAll(command.argv());
        return argv;
    }

    /**
     * Waits until the program has printed its line.
     *
     * @throws LocalServicesException START_FAILED with the log's last lines if it ends first or takes longer;
     *     INTERRUPTED
     */
    public void awaitReady(Duration limit) {
        try {
            ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure("ended before it was ready", e);
        } catch (TimeoutException e) {
            throw failure("was not ready after " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            throw interrupted(command, e);
        }
    }

    /**
     * Runs a program that ends by itself.
     *
     * @throws LocalServicesException START_FAILED with the log's last lines if it fails or takes longer; INTERRUPTED
     */
    static void run(RunFolder folder, Command command, Duration limit) {
        try (ChildProcess child = start(folder, command)) {
            try {
                int code = child.exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
                if (code != 0) {
                    throw child.failure("failed with code " + code, null);
                }
            } catch (ExecutionException e) {
                throw child.failure("failed", e);
            } catch (TimeoutException e) {
                throw child.failure("took longer than " + limit.toSeconds() + " s", e);
            } catch (InterruptedException e) {
                throw interrupted(command, e);
            }
        }
    }

    /** Completes with the exit code (128 + n after signal n) when the program has ended and its log is written. */
    public CompletableFuture<Integer> exit() {
        return exit.copy();
    }

    /** Whether the program has printed its line. */
    public boolean isReady() {
        return ready.isDone() && !ready.isCompletedExceptionally();
    }

    /** Whether the program has said, among its last lines, that another one has its port. */
    public boolean hasLostPort() {
        return lastLines().stream().anyMatch(line -> LOST_PORT.matcher(line).find());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The program's own process id, or the watching shell's if the program has already ended. */
    public long pid() {
        // The shell's first child is the program, its second the watcher: ids grow, save for a rare wrap.
        return process.children().mapToLong(ProcessHandle::pid).min().orElse(process.pid());
    }

    /** The last lines it printed, oldest first; at most 25. */
    public List<String> lastLines() {
        return log.lastLines();
    }

    /** Asks the program to stop, and kills it when {@code patience} is over. Returns when it is gone. */
    public void stop(Duration patience) {
        try (OutputStream pipe = process.getOutputStream()) {
            pipe.write((patience.toMillis() / 100 + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException _) {
            // Nobody reads any more: it has ended by itself.
        }
        try {
            if (!process.waitFor(patience.plus(FORCE_AFTER))) {
                kill();
            }
            exit.get(FORCE_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            kill();
        }
        pidFile.delete();
    }

    /** As {@link #stop}, with four seconds of patience. */
    @Override
    public void close() {
        stop(Duration.ofSeconds(4));
    }

    /** The shell is left to reap the program and to end by itself, so that the program is gone when the shell is. */
    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            process.onExit()
                    .orTimeout(FORCE_AFTER.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException _) {
            process.destroyForcibly();
        }
    }

    private void pump() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.line(line);
                if (!lines.ready()) {
                    log.flush();
                }
                if (!ready.isDone() && command.ready().test(line)) {
                    ready.complete(null);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // A full disk or a closed pipe: the program goes on without its log rather than blocking on the pipe.
            drain();
        }
    }

    private void drain() {
        try {
            process.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // Closed: nothing is left to read.
        }
    }

    private int ended(int code, Thread pump) {
        try {
            // A grandchild may hold the pipe a moment longer than the program itself.
            pump.join(FORCE_AFTER);
            log.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            // The lines are in the file or the disk is full; either way the program has ended.
        }
        ready.completeExceptionally(new IllegalStateException("exit code " + code));
        return code;
    }

    private LocalServicesException failure(String what, @Nullable Exception cause) {
        return new LocalServicesException(
                Code.START_FAILED,
                command.name() + " " + what + ". Its last words:\n  " + String.join("\n  ", lastLines()),
                cause);
    }

    private static LocalServicesException interrupted(Command command, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new LocalServicesException(Code.INTERRUPTED, "Interrupted while " + command.name() + " starts", cause);
    }
}
