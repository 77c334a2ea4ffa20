package io.viralforge.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The machine a figure was measured on. */
final class Machine {
    private Machine() {}

    static Map<String, @Nullable Object> describe() {
        Map<String, @Nullable Object> machine = new LinkedHashMap<>();
        machine.put("os", System.getProperty("os.name"));
        machine.put("arch", System.getProperty("os.arch"));
        machine.put("cpu", cpu());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("memoryBytes", memoryBytes());
        machine.put("jdk", Runtime.version().toString());
        return machine;
    }

    static long memoryBytes() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }

    private static @Nullable String cpu() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst("^[^:]*:\\s*", ""))
                    .findFirst()
                    .orElse(null);
        } catch (IOException _) {
            return null;
        }
    }
}
