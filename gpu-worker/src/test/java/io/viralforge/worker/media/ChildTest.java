package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.worker.media.Child.Bounds;
import io.viralforge.worker.media.Child.End;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    /** Encodes noise for ever. */
    private static final List<String> ENDLESS = List.of(
            "-hide_banner",
            "-nostdin",
            "-nostats",
            "-progress",
            "pipe:1",
            "-re",
            "-f",
            "lavfi",
            "-i",
            "testsrc=s=320x240:r=30",
            "-f",
            "null",
            "-");

    @TempDir
    Path folder;

    @Test
    void oneThatTakesTooLongIsEnded() throws Exception {
        var result = run(new Bounds(Duration.ofMillis(500), LONG, Long.MAX_VALUE, null, Long.MAX_VALUE));
        assertThat(result.end()).isEqualTo(End.OUT_OF_TIME);
    }

    @Test
    void oneThatStandsStillIsEnded() throws Exception {
        // It talks, but nothing that it says counts as moving.
        var result = run(new Bounds(LONG, Duration.ofMillis(500), Long.MAX_VALUE, null, Long.MAX_VALUE));
        assertThat(result.end()).isEqualTo(End.STALLED);
    }

    @Test
    void oneThatTakesTooMuchMemoryIsEnded() throws Exception {
        Assumptions.assumeTrue(ProcessTable.of(ProcessHandle.current().pid()).peakBytes() > 0, "no /proc here");
        var result = run(new Bounds(LONG, LONG, 1_000_000, null, Long.MAX_VALUE));
        assertThat(result.end()).isEqualTo(End.OUT_OF_MEMORY);
    }

    @Test
    void linesWithoutEndAreCutAndComplaintsAreKeptInBounds() throws Exception {
        var lines = new ArrayList<String>();
        var result = OwnThread.call(
                "test",
                () -> Child.run(
                        List.of(
                                "sh",
                                "-c",
                                "head -c 10000000 /dev/zero | tr '\\0' x; for i in $(seq 200); do echo \"[error] $i\" >&2; done"),
                        Map.of(),
                        folder,
                        new Bounds(LONG, LONG, Long.MAX_VALUE, null, Long.MAX_VALUE),
                        lines::add,
                        l -> {}));
        assertThat(lines).singleElement().satisfies(line -> assertThat(line).hasSize(2_000));
        assertThat(result.complaints()).hasSize(50).last().isEqualTo("[error] 200");
    }

    @Test
    void itsCpuTimeIsWhatFfmpegSaysOfItself() throws Exception {
        var arguments = new ArrayList<>(Commands.begin());
        arguments.addAll(List.of("-f", "lavfi", "-i", "testsrc=s=1280x720:d=3", "-f", "null", "-"));
        var result = OwnThread.call(
                "test",
                () -> Child.run(
                        TestFfmpeg.FFMPEG.programCommand(arguments),
                        TestFfmpeg.FFMPEG.environment(),
                        folder,
                        new Bounds(LONG, LONG, Long.MAX_VALUE, null, Long.MAX_VALUE),
                        l -> true,
                        l -> {}));
        assertThat(result.isSuccess()).isTrue();
        assertThat(result.cpuSeconds()).isBetween(0.05, 20.0);
    }

    @Test
    void noneOutlivesAWorkerThatIsKilled() throws Exception {
        Assumptions.assumeFalse(TestFfmpeg.FFMPEG.guard().isEmpty(), "no setpriv here");
        var java = ProcessHandle.current().info().command().orElseThrow();
        Process worker = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Endless.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = worker.inputReader(StandardCharsets.UTF_8)) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
            worker.destroyForcibly().waitFor();
            child.onExit().get(10, TimeUnit.SECONDS);
            assertThat(child.isAlive()).isFalse();
        }
    }

    /** A worker with a child: prints the child's number once it runs, and goes on for ever. */
    static final class Endless {
        private Endless() {}

        public static void main(String[] args) throws Exception {
            var bounds = new Bounds(LONG, LONG, Long.MAX_VALUE, null, Long.MAX_VALUE);
            OwnThread.call(
                    "endless",
                    () -> Child.run(
                            TestFfmpeg.FFMPEG.programCommand(ENDLESS),
                            TestFfmpeg.FFMPEG.environment(),
                            Path.of("").toAbsolutePath(),
                            bounds,
                            line -> {
                                if (line.startsWith("frame=")) {
                                    ProcessHandle.current()
                                            .children()
                                            .forEach(child -> System.out.println(child.pid()));
                                }
                                return true;
                            },
                            line -> {}));
        }
    }

    private Child.Result run(Bounds bounds) throws InterruptedException {
        var result = OwnThread.call(
                "test",
                () -> Child.run(
                        TestFfmpeg.FFMPEG.programCommand(ENDLESS),
                        TestFfmpeg.FFMPEG.environment(),
                        folder,
                        bounds,
                        l -> false,
                        l -> {}));
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
        return result;
    }
}
