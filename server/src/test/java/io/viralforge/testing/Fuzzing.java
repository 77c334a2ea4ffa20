package io.viralforge.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs Jazzer on a target, in a process of its own: it changes classes as they are loaded, and may not come back. */
public final class Fuzzing {
    private static @Nullable FuzzTarget target;

    private Fuzzing() {}

    /** Jazzer calls it first. */
    public static void fuzzerInitialize(String[] arguments) throws ReflectiveOperationException {
        var constructor = Class.forName(arguments[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        target = (FuzzTarget) constructor.newInstance();
    }

    /** Jazzer calls it with each input. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (target != null) {
            target.take(input);
        }
    }

    /**
     * Looks for inputs that break the target.
     *
     * @return what Jazzer said, when it found one; the input is in it, in Base64
     */
    public static @Nullable String search(FuzzTarget target, Duration time, long seed)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("viralforge-fuzz-");
        int number = 0;
        for (String text : target.seeds()) {
            Files.write(folder.resolve("seed-" + number++), text.getBytes(StandardCharsets.UTF_8));
        }
        Process jazzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+EnableDynamicAgentLoading",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + Fuzzing.class.getName(),
                        "--target_args=" + target.getClass().getName(),
                        "--instrumentation_includes=io.viralforge.**",
                        "--custom_hook_includes=io.viralforge.**",
                        "--reproducer_path=" + folder,
                        "-artifact_prefix=" + folder + "/",
                        "-max_total_time=" + time.toSeconds(),
                        "-seed=" + Math.floorMod(seed, Integer.MAX_VALUE),
                        "-max_len=20000",
                        "-timeout=10",
                        "-rss_limit_mb=4096",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        List<String> said = new String(jazzer.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        boolean isFound = jazzer.waitFor() != 0;
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
        return isFound ? String.join("\n", said.subList(Math.max(0, said.size() - 60), said.size())) : null;
    }
}
