package io.viralforge.forecast;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Sightings of others that are not in the repository; tests that want them skip where they are missing. */
final class SharedSightings {
    private static final String NAME = "data/trends/youtube-trending-2025-12--2026-04.csv.gz";

    private SharedSightings() {}

    static Path file() {
        String set = System.getProperty("forge.shared", "");
        for (@Nullable Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = (set.isEmpty() ? folder.resolve("shared") : Path.of(set)).resolve(NAME);
            if (Files.exists(file)) {
                return file;
            }
        }
        Assumptions.abort("shared/" + NAME + " is not here");
        return Path.of(NAME);
    }
}
