package io.viralforge.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Clips of others that are not in the repository; tests that want them skip where they are missing. */
final class SharedData {
    private SharedData() {}

    static Path file(String name) {
        String set = System.getProperty("forge.shared", "");
        for (@Nullable Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path shared = set.isEmpty() ? folder.resolve("shared") : Path.of(set);
            Path file = shared.resolve("data").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        Assumptions.abort("shared/data/" + name + " is not here");
        return Path.of(name);
    }
}
