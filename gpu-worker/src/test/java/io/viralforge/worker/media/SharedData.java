package io.viralforge.worker.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The real and the hostile files, which are not part of the project: tests that need them are skipped without. */
final class SharedData {
    private SharedData() {}

    static Path file(String name) {
        Path file = folder().resolve(name);
        Assumptions.assumeTrue(Files.exists(file), () -> "skipped: there is no " + name + " in the shared data");
        return file;
    }

    static Path real(String name) {
        return file("media/real/" + name);
    }

    static Path hostile(String name) {
        return file("media/hostile/" + name);
    }

    static List<Path> list(String name) throws IOException {
        try (var files = Files.list(file(name))) {
            return files.sorted().toList();
        }
    }

    /** Given by a property, or found beside the repository. */
    private static Path folder() {
        String named = System.getProperty("forge.shared");
        if (named != null) {
            return Path.of(named, "data");
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/data"))) {
                return at.resolve("shared/data");
            }
        }
        return Path.of("shared/data");
    }
}
