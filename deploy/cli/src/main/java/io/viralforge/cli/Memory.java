package io.viralforge.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much memory processes hold. */
final class Memory {
    private static final int KIB = 1024;

    private Memory() {}

    /** A process and all below it, in bytes. */
    static long ofTree(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(each -> of(each.pid()))
                .sum();
    }

    /**
     * One process in bytes: on Linux its proportional share, which counts what several processes have in common (as
     * PostgreSQL's do their buffers) once; elsewhere its resident set. 0 when it has ended.
     */
    static long of(long pid) {
        Path rollup = Path.of("/proc", Long.toString(pid), "smaps_rollup");
        try (Stream<String> lines = Files.lines(rollup)) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException _) {
            return resident(pid);
        }
    }

    private static long resident(long pid) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
            String answer = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return answer.matches("\\d+") ? Long.parseLong(answer) * KIB : 0;
        } catch (IOException _) {
            return 0;
        }
    }
}
