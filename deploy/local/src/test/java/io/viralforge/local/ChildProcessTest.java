package io.viralforge.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.local.ChildProcess.Command;
import io.viralforge.local.LocalServicesException.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path home;

    private RunFolder folder;

    @BeforeEach
    void setUp() {
        folder = RunFolder.open(home);
    }

    @AfterEach
    void tearDown() {
        folder.close();
    }

    @Test
    void aProgramThatEndsTooEarlyIsReportedWithItsLastWords() throws Exception {
        try (ChildProcess child = shell("echo no luck today; exit 7")) {
            assertThatThrownBy(() -> child.awaitReady(LIMIT))
                    .isInstanceOfSatisfying(
                            LocalServicesException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.START_FAILED))
                    .hasMessageContaining("no luck today");
            assertThat(child.exit().get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(7);
        }
    }

    @Test
    void aProgramThatIsAskedToStopMayFinish() throws Exception {
        ChildProcess child = shell("trap 'echo bye; exit 3' TERM; echo serving; while :; do sleep 0.1; done");
        child.awaitReady(LIMIT);
        child.stop(LIMIT);
        assertThat(child.exit()).isCompletedWithValue(3);
        assertThat(folder.log("child")).content().isEqualTo("serving\nbye\n");
    }

    @Test
    void aProgramThatDoesNotListenIsKilled() {
        ChildProcess child = shell("trap '' TERM; echo serving; while :; do sleep 0.1; done");
        child.awaitReady(LIMIT);
        child.stop(Duration.ofMillis(300));
        assertThat(child.exit()).isCompletedWithValue(128 + 9);
    }

    @Test
    void aTermToTheWatchingShellReachesTheProgram() throws Exception {
        try (ChildProcess child = shell("trap 'echo bye; exit 3' TERM; echo serving; while :; do sleep 0.1; done")) {
            child.awaitReady(LIMIT);
            ProcessHandle.of(child.pid())
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow()
                    .destroy();
            assertThat(child.exit().get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(3);
        }
    }

    @Test
    void itRunsInASessionOfItsOwnSoThatCtrlCDoesNotReachIt() {
        try (ChildProcess child = shell("echo serving $(ps -o sid= -p $$); sleep 60")) {
            child.awaitReady(LIMIT);
            long watcher = ProcessHandle.of(child.pid())
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow()
                    .pid();
            assertThat(child.lastLines()).containsExactly("serving " + watcher);
        }
    }

    @Test
    void whatIsSecretInTheEnvironmentIsNotShown() {
        Command command = Command.of("child", List.of("true"), Map.of("PASSWORD", "hunter2"), "serving");
        assertThat(command.toString()).doesNotContain("hunter2");
    }

    @Test
    void aLogThatGrowsIsRotatedAndTheOldestIsDropped() throws Exception {
        Path file = home.resolve("big.log");
        try (RotatingLog log = new RotatingLog(file, 10, 3)) {
            for (int n = 1; n <= 4; n++) {
                log.line("line " + n);
            }
            assertThat(log.lastLines()).endsWith("line 3", "line 4");
        }
        assertThat(file).hasContent("line 4");
        assertThat(Path.of(file + ".1")).hasContent("line 3");
        assertThat(Path.of(file + ".2")).hasContent("line 2");
        assertThat(Path.of(file + ".3")).doesNotExist();
    }

    @Test
    void aLostRaceForAPortIsRunAgain() {
        AtomicInteger attempts = new AtomicInteger();
        PortRace.Won won = new PortRace(folder, "child", LIMIT)
                .start(port -> command(
                        attempts.incrementAndGet() < 3
                                ? "echo 'bind: Address already in use'; exit 1"
                                : "echo serving; sleep 60"));
        won.process().close();
        assertThat(attempts).hasValue(3);
        assertThat(folder.ports().all()).containsEntry("child", won.port());
    }

    @Test
    void aPortThatIsNeverFreeIsSaidToBeSo() {
        PortRace race = new PortRace(folder, "child", LIMIT);
        assertThatThrownBy(() -> race.start(port -> command("echo 'bind: Address already in use'; exit 1")))
                .isInstanceOfSatisfying(
                        LocalServicesException.class, e -> assertThat(e.code()).isEqualTo(Code.PORT));
    }

    @Test
    void nothingIsLeftBehindByAnOrderlyStop() throws Exception {
        shell("echo serving; sleep 60").close();
        try (var files = Files.list(home.resolve("run"))) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactly("lock");
        }
    }

    private ChildProcess shell(String script) {
        return ChildProcess.start(folder, command(script));
    }

    private static Command command(String script) {
        return Command.of("child", List.of("sh", "-c", script), Map.of(), "serving");
    }
}
