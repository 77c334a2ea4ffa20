package io.viralforge.local;

import io.viralforge.local.ChildProcess.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the AOT cache that lets Cassandra start in half the time, while the real one already runs: a second, idle
 * Cassandra starts in a temporary folder, at the lowest priority, and the JVM writes down what it loaded (JEP 514). All
 * of this may fail or be cut short at any point; then the next start just has no cache, and trains again.
 */
final class CassandraTraining implements AutoCloseable {
    private static final String NAME = "cassandra-training";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final RunFolder folder;
    private final CassandraJvm jvm;
    private final Path cache;
    private final Thread thread;

    private CassandraTraining(RunFolder folder, CassandraJvm jvm, Path cache) {
        this.folder = folder;
        this.jvm = jvm;
        this.cache = cache;
        this.thread = Thread.ofPlatform().daemon().name(NAME).unstarted(this::train);
    }

    /** Where the cache of this JVM and class path lies, or would lie. */
    static Path cache(RunFolder folder, CassandraJvm jvm) {
        return ProgramCache.of(folder).root().resolve("cassandra-" + jvm.fingerprint() + ".aot");
    }

    /** Trains in the background; null when there is a cache already. */
    static @Nullable CassandraTraining startIfNeeded(RunFolder folder, CassandraJvm jvm) {
        Path cache = cache(folder, jvm);
        return Files.exists(cache) ? null : start(folder, jvm, cache);
    }

    static CassandraTraining start(RunFolder folder, CassandraJvm jvm, Path cache) {
        CassandraTraining training = new CassandraTraining(folder, jvm, cache);
        training.thread.start();
        return training;
    }

    /** Waits for the end; whether there is a cache then. */
    boolean await(Duration limit) throws InterruptedException {
        return thread.join(limit) && Files.exists(cache);
    }

    /** Gives up where it has not ended. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void train() {
        try {
            Path temporary = Files.createTempDirectory(cache.getParent(), CacheFolder.UNFINISHED);
            try {
                record(temporary);
                assemble(temporary);
                Files.move(temporary.resolve("aot"), cache, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Folders.delete(temporary);
            }
        } catch (IOException | LocalServicesException _) {
            // Without a cache the start is slower, no more; the child's log says what happened.
        }
    }

    private void record(Path temporary) throws IOException {
        CassandraHome home = new CassandraHome(temporary.resolve("home"));
        home.configure(folder.ports().free(NAME), folder.ports().free(NAME));
        try (ChildProcess recorder = ChildProcess.start(
                folder, command(temporary, List.of("-XX:AOTMode=record", "-Xmx160m", "-XX:TieredStopAtLevel=1")))) {
            recorder.awaitReady(LIMIT);
            // It writes for some seconds after it was asked to stop.
            recorder.stop(LIMIT);
        }
    }

    private void assemble(Path temporary) {
        ChildProcess.run(
                folder,
                command(temporary, List.of("-XX:AOTMode=create", "-XX:AOTCache=" + temporary.resolve("aot"))),
                LIMIT);
    }

    private Command command(Path temporary, List<String> options) {
        List<String> argv = new ArrayList<>(List.of("nice", "-n", "19"));
        List<String> all = new ArrayList<>(options);
        all.add("-XX:AOTConfiguration=" + temporary.resolve("configuration"));
        // A hundred lines of classes that no cache can hold would hide what went wrong.
        all.add("-Xlog:aot*=error");
        argv.addAll(jvm.command(temporary.resolve("home"), all));
        return Command.of(NAME, argv, Map.of(), CassandraServer.READY);
    }
}
