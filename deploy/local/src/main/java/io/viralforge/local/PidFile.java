package io.viralforge.local;

import io.viralforge.local.LocalServicesException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Remembers a child across a killed parent. Read only by who holds the run folder's lock. */
final class PidFile {
    /** A killed parent's children end by themselves in less; two servers on one folder would destroy it. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Path file;

    PidFile(Path file) {
        this.file = file;
    }

    void write(ProcessHandle process) throws IOException {
        Instant started = process.info().startInstant().orElse(Instant.EPOCH);
        Files.writeString(file, process.pid() + " " + started.toEpochMilli() + "\n");
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // A stale file is harmless: the start time tells the next process of that id apart.
        }
    }

    /** Waits for the child of a killed parent, and kills it if it does not end. */
    void endOrphan() {
        orphan().ifPresent(orphan -> {
            try {
                orphan.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                orphan.descendants().forEach(ProcessHandle::destroyForcibly);
                orphan.destroyForcibly();
                orphan.onExit()
                        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LocalServicesException(Code.INTERRUPTED, "Interrupted while an orphan ends", e);
            }
        });
        delete();
    }

    private Optional<ProcessHandle> orphan() {
        try {
            String[] words = Files.readString(file).strip().split(" ", 2);
            Instant started = Instant.ofEpochMilli(Long.parseLong(words[1]));
            return Processes.find(Long.parseLong(words[0]), started);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }
}
