package io.viralforge.worker.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel says about a process, from Linux's {@code /proc} (proc(5)); zeroes elsewhere.
 *
 * @param cpuSeconds used so far, in user and system mode
 * @param peakBytes the largest resident set so far
 */
record ProcessTable(double cpuSeconds, long peakBytes) {
    private static final ProcessTable UNKNOWN = new ProcessTable(0, 0);
    /** {@code USER_HZ}, which is 100 on every architecture that runs a JVM. */
    private static final double TICKS_A_SECOND = 100;

    static ProcessTable of(long pid) {
        Path folder = Path.of("/proc", Long.toString(pid));
        try {
            String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
            // The name in parentheses may hold anything; what follows is fields 3 and up.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 15);
            double ticks = (double) Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            return new ProcessTable(ticks / TICKS_A_SECOND, peak(folder.resolve("status")));
        } catch (IOException | RuntimeException goneOrNotLinux) {
            return UNKNOWN;
        }
    }

    private static long peak(Path status) throws IOException {
        for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("VmHWM:")) {
                return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }
}
