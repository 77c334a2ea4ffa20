package io.viralforge.cli;

import io.viralforge.local.ChildProcess;
import io.viralforge.local.LocalServicesException;
import io.viralforge.local.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes an AOT cache out of a program's first run, while it runs: some time after it is ready the JVM is asked to write
 * down what it loaded (it stands still for two seconds meanwhile), and a JVM of the lowest priority turns that into a
 * cache. All of it may fail or be cut short; then the next start records again.
 */
final class AotTraining implements AutoCloseable {
    /** Long enough for a worker to register, a person to look around, the first queries to be compiled. */
    private static final Duration SETTLING = Duration.ofSeconds(12);

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final RunFolder folder;
    private final JvmProgram program;
    private final long pid;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private AotTraining(RunFolder folder, JvmProgram program, long pid) {
        this.folder = folder;
        this.program = program;
        this.pid = pid;
        this.thread = Thread.ofPlatform().daemon().name("aot-" + program.name()).unstarted(this::train);
    }

    /** @param pid the JVM, which was started by {@link JvmProgram#command} when there was no cache */
    static AotTraining begin(RunFolder folder, JvmProgram program, long pid) {
        AotTraining training = new AotTraining(folder, program, pid);
        training.thread.start();
        return training;
    }

    /** Gives up where it has not ended. */
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

    private void train() {
        try {
            try {
                if (!closed.await(SETTLING.toSeconds(), TimeUnit.SECONDS)
                        && !program.cache().exists()
                        && endRecording()) {
                    if (run(program.assembly())) {
                        program.cache().publish();
                    }
                }
            } finally {
                program.cache().discard();
            }
        } catch (IOException _) {
            // Without a cache the next start is slower, no more.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean endRecording() throws InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        return run(List.of(jcmd.toString(), Long.toString(pid), "AOT.end_recording"));
    }

    /** Like every child, it does not outlive this process, even one that is killed. */
    private boolean run(List<String> command) throws InterruptedException {
        try (ChildProcess child =
                ChildProcess.start(folder, ChildProcess.Command.of(program.name() + "-aot", command, Map.of(), ""))) {
            return child.exit().get(LIMIT.toSeconds(), TimeUnit.SECONDS) == 0;
        } catch (TimeoutException | ExecutionException | LocalServicesException _) {
            return false;
        }
    }
}
