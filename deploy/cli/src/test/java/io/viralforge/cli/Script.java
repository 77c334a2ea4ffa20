package io.viralforge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The script forge as people call it, in a folder of its own. */
record Script(Path folder) {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** How a command ended. */
    record Ended(int code, String out, String err) {
        String line() {
            return out.strip();
        }
    }

    /** A command that runs. */
    record Running(Process process, Path out, Path err) {
        String said() {
            try {
                return Files.readString(out) + Files.readString(err);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Waits until it holds; fails with all that was said when that takes too long or the command ends. */
        void await(String what, Condition condition) throws InterruptedException {
            for (long begin = System.nanoTime(); !condition.holds(); ) {
                boolean isOver = System.nanoTime() - begin > LIMIT.toNanos();
                if (isOver || (!process.isAlive() && !condition.holds())) {
                    throw new AssertionError("waited in vain for " + what + "; what was said:\n" + said());
                }
                process.waitFor(30, TimeUnit.MILLISECONDS);
            }
        }

        int stop() throws InterruptedException {
            process.destroy();
            return await();
        }

        int await() throws InterruptedException {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("did not end: " + said());
            }
            return process.exitValue();
        }

        /** Whatever became of it before. */
        void end() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    /** Something to wait for. */
    interface Condition {
        boolean holds() throws InterruptedException;
    }

    static Path home() {
        Path here = Path.of("").toAbsolutePath();
        @Nullable Path folder = here;
        while (folder != null && !Files.exists(folder.resolve("forge"))) {
            folder = folder.getParent();
        }
        return folder == null ? here : folder;
    }

    Running start(String... arguments) throws IOException {
        return start(Map.of(), arguments);
    }

    Running start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(home().resolve("forge").toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out-", ".txt");
        Path err = Files.createTempFile(folder, "err-", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("FORGE_NO_BUILD", "1");
        builder.environment().put("VIRALFORGE_HOME", data().toString());
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    Ended run(String... arguments) throws IOException, InterruptedException {
        Running running = start(arguments);
        int code = running.await();
        return new Ended(code, Files.readString(running.out()), Files.readString(running.err()));
    }

    Path data() {
        return folder.resolve("data");
    }

    Installation installation() {
        return new Installation(data());
    }
}
