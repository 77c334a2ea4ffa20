package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of the script that lets one build at a time into a checkout, with flock (where there is one) and without. */
final class BuildLockTest {
    private static final String SCRIPT = """
            set -eu; home=$1 doing=$2; . "$3"
            lock_builds; echo locked; read -r line; unlock_builds; echo unlocked; read -r line
            """;

    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSecondBuildSaysForWhomItWaitsAndGoesOnAfterIt(boolean hasFlock) throws Exception {
        Builder first = start(hasFlock, "./forge run");
        assertThat(first.line()).isEqualTo("locked");
        Builder second = start(hasFlock, "./forge test");
        assertThat(second.line())
                .isEqualTo("Waiting for process " + first.process().pid()
                        + " (./forge run), which is building in this checkout.");
        first.goOn();
        assertThat(first.line()).isEqualTo("unlocked");
        assertThat(second.line()).isEqualTo("locked");
        Builder third = start(hasFlock, "./forge demo");
        assertThat(third.line()).contains("process " + second.process().pid(), "./forge test");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAKilledBuildLeavesBehindHoldsNobodyUp(boolean hasFlock) throws Exception {
        Builder killed = start(hasFlock, "./forge run");
        assertThat(killed.line()).isEqualTo("locked");
        killed.process().destroyForcibly().waitFor();
        assertThat(start(hasFlock, "./forge run").line()).isEqualTo("locked");
    }

    private record Builder(Process process, BufferedReader out) {
        String line() throws IOException {
            return String.valueOf(out.readLine());
        }

        void goOn() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }
    }

    private Builder start(boolean hasFlock, String doing) throws IOException {
        Path script = Script.home().resolve("deploy/cli/sh/lock.sh");
        String search = hasFlock ? "" : "command() { return 1; }\n";
        Process process = new ProcessBuilder(
                        "sh", "-c", search + SCRIPT, "sh", folder.toString(), doing, script.toString())
                .redirectErrorStream(true)
                .start();
        started.add(process);
        return new Builder(process, process.inputReader(StandardCharsets.UTF_8));
    }
}
