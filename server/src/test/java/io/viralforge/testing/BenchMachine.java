package io.viralforge.testing;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a benchmark ran on. */
public final class BenchMachine {
    private final double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();

    /** As JSON, with the load there was when this was made. */
    public String json() throws IOException {
        return String.format(
                Locale.ROOT,
                "{\"cpu\": \"%s\", \"cores\": %d, \"os\": \"%s %s\", \"jdk\": \"%s\", \"loadBefore\": %.2f}",
                cpu(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.version"),
                load);
    }

    private static String cpu() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        return Files.isReadable(info)
                ? Files.readAllLines(info).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown")
                : "unknown";
    }
}
