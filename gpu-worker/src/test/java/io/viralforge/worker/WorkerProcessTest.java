package io.viralforge.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker as its own process: what its supervisor sees of it. */
class WorkerProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FakeForge forge = new FakeForge();
    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path folder;

    WorkerProcessTest() throws IOException {}

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
        forge.close();
    }

    @Test
    void terminatedItDrainsAndEndsWithZero() throws Exception {
        var worker = start("--token", "token");
        forge.await("listening", LIMIT);
        assertThat(exitCode(worker.destroyAndReturn())).isZero();
        assertThat(worker.output()).contains("is registered as worker_1", "Stopped");
        assertThat(forge.isDrainingSeen).isTrue();
    }

    @Test
    void itEndsWhenItsParentIsGone() throws Exception {
        var worker = start("--token", "token", "--exit-with-parent");
        forge.await("listening", LIMIT);
        worker.process().getOutputStream().close();
        assertThat(exitCode(worker)).isZero();
        assertThat(worker.output()).contains("The parent process is gone");
    }

    @Test
    void aRefusedTokenEndsItWithThreeAndASentence() throws Exception {
        forge.isRevoked = true;
        var worker = start("--token", "token");
        assertThat(exitCode(worker)).isEqualTo(3);
        assertThat(worker.output()).contains("The server refuses this worker's token");
    }

    @Test
    void aTokenFileIsReadAndASecondWorkerIsKeptOutOfTheFolder() throws Exception {
        var file = Files.writeString(folder.resolve("token"), "token\n");
        start("--token-file", file.toString());
        forge.await("listening", LIMIT);
        var second = start("--token-file", file.toString());
        assertThat(exitCode(second)).isEqualTo(4);
        assertThat(second.output()).contains("Another worker uses");
    }

    @Test
    void aCommandLineWithoutATokenEndsItWithTwo() throws Exception {
        var worker = start();
        assertThat(exitCode(worker)).isEqualTo(2);
        assertThat(worker.output()).contains("A worker token is needed");
    }

    private record Worker(Process process, Path log) {
        Worker destroyAndReturn() {
            process.destroy();
            return this;
        }

        String output() throws IOException {
            return Files.readString(log, StandardCharsets.UTF_8);
        }
    }

    private Worker start(String... options) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.viralforge.worker.WorkerMain",
                "--server",
                forge.http.uri("/").toString(),
                "--dir",
                folder.resolve("worker").toString()));
        command.addAll(List.of(options));
        var log = Files.createTempFile(folder, "worker-", ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().remove("VIRALFORGE_WORKER_TOKEN");
        var process = builder.start();
        started.add(process);
        return new Worker(process, log);
    }

    private static int exitCode(Worker worker) throws InterruptedException {
        assertThat(worker.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return worker.process().exitValue();
    }
}
