package io.viralforge.worker.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * FFmpeg as it was found and tried on this machine.
 *
 * @param program the executable {@code ffmpeg}
 * @param probe the executable {@code ffprobe}
 * @param libraries folder of its own libraries; null when it uses the system's
 * @param version as it says itself, such as 8.0.1
 * @param filters names of its filters
 * @param origin where it comes from
 * @param guard what to put before a command so that the child dies with us; empty where the system has nothing for it
 */
public record Ffmpeg(
        Path program,
        Path probe,
        @Nullable Path libraries,
        String version,
        Set<String> filters,
        Origin origin,
        List<String> guard) {
    /** Where an FFmpeg comes from. */
    public enum Origin {
        /** Named by a setting. */
        SETTING,
        /** Came with ViralForge. */
        BUNDLED,
        /** Installed on the system. */
        SYSTEM
    }

    public Ffmpeg {
        filters = Set.copyOf(filters);
        guard = List.copyOf(guard);
    }

    /** Whether it has all of these filters. */
    public boolean has(String... names) {
        return filters.containsAll(Set.of(names));
    }

    List<String> programCommand(List<String> arguments) {
        return command(program, arguments);
    }

    List<String> probeCommand(List<String> arguments) {
        return command(probe, arguments);
    }

    private List<String> command(Path executable, List<String> arguments) {
        var command = new ArrayList<>(guard);
        command.add(executable.toString());
        command.addAll(arguments);
        return List.copyOf(command);
    }

    /** What a child needs in its environment: the way to its libraries, and GPUs numbered as their driver lists them. */
    Map<String, String> environment() {
        var environment = new HashMap<>(environment(libraries));
        environment.put("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
        return environment;
    }

    static Map<String, String> environment(@Nullable Path libraries) {
        return libraries == null
                ? Map.of()
                : Map.of("LD_LIBRARY_PATH", libraries.toString(), "DYLD_LIBRARY_PATH", libraries.toString());
    }
}
