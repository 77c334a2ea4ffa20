package io.viralforge.cli;

import io.viralforge.local.ChildProcess;
import io.viralforge.local.LocalServicesException;
import io.viralforge.local.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes an AOT cache out of a program's first run, while it runs: once nothing is going on, the JVM is asked to write
 * down what it loaded (it stands still for some seconds meanwhile), and a JVM of the lowest priority turns that into a
 * cache. A program that stops before that writes the same at its end. All of it may fail or be cut short; then the next
 * start records again.
 */
final class AotTraining implements AutoCloseable {
    /** Long enough for a worker to register, a person to look around, the first queries to be compiled. */
    private static final Duration SETTLING = Duration.ofSeconds(12);

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** How long a stop may be held up by it. */
    private static final Duration LIMIT_AT_END = Duration.ofSeconds(20);

    /** Whether the program has nothing to do that must not wait. */
    @FunctionalInterface
    interface Idleness {
        boolean isIdle() throws InterruptedException;
    }

    private final RunFolder folder;
    private final JvmProgram program;
    private final AotCache cache;
    private final ChildProcess jvm;
    private final Idleness idleness;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private AotTraining(RunFolder folder, JvmProgram program, AotCache cache, ChildProcess jvm, Idleness idleness) {
        this.folder = folder;
        this.program = program;
        this.cache = cache;
        this.jvm = jvm;
        this.idleness = idleness;
        this.thread = Thread.ofPlatform().daemon().name("aot-" + program.name()).unstarted(this::train);
    }

    /** @param jvm which was started by {@link JvmProgram#command} when there was no cache */
    static AotTraining begin(
            RunFolder folder, JvmProgram program, AotCache cache, ChildProcess jvm, Idleness idleness) {
        AotTraining training = new AotTraining(folder, program, cache, jvm, idleness);
        training.thread.start();
        return training;
    }

    /** Lets go of the program, which is about to be stopped. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** After the program has ended in good order: makes the cache of what it wrote down, if there is none yet. */
    void finish() {
        try {
            try {
                if (!cache.exists() && Files.exists(cache.configuration())) {
                    assemble(LIMIT_AT_END);
                }
            } finally {
                cache.discard();
            }
        } catch (IOException _) {
            // Without a cache the next start is slower, no more.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Instead of {@link #finish}: what was written down is not wanted. */
    void discard() {
        try {
            cache.discard();
        } catch (IOException _) {
            // It goes with what others left.
        }
    }

    private void train() {
        try {
            if (isSettled() && !cache.exists() && endRecording()) {
                assemble(LIMIT);
            }
        } catch (IOException _) {
            // As above.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isSettled() throws InterruptedException {
        if (closed.await(SETTLING.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        while (!idleness.isIdle()) {
            if (closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    private boolean endRecording() throws InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        return run(List.of(jcmd.toString(), Long.toString(jvm.pid()), "AOT.end_recording"), LIMIT);
    }

    private void assemble(Duration limit) throws IOException, InterruptedException {
        if (run(program.assembly(cache), limit)) {
            cache.publish();
            // As large as the cache itself, and of no more use.
            cache.discard();
        }
    }

    /** Like every child, it does not outlive this process, even one that is killed. */
    private boolean run(List<String> command, Duration limit) throws InterruptedException {
        try (ChildProcess child =
                ChildProcess.start(folder, ChildProcess.Command.of(program.name() + "-aot", command, Map.of(), ""))) {
            return child.exit().get(limit.toSeconds(), TimeUnit.SECONDS) == 0;
        } catch (TimeoutException | ExecutionException | LocalServicesException _) {
            return false;
        }
    }
}
