package io.viralforge.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which data folder is meant. */
final class DataFolder {
    @Option(
            names = "--dir",
            paramLabel = "FOLDER",
            description = {
                "The data folder. By default VIRALFORGE_HOME, else",
                "~/.local/share/viralforge; on macOS",
                "~/Library/Application Support/ViralForge."
            })
    private @Nullable Path given;

    Path path() {
        return (given != null ? given : byDefault(System.getenv()))
                .toAbsolutePath()
                .normalize();
    }

    Installation installation() {
        return new Installation(path());
    }

    private static Path byDefault(Map<String, String> environment) {
        String home = System.getProperty("user.home");
        String own = environment.getOrDefault("VIRALFORGE_HOME", "");
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        if (!own.isEmpty()) {
            return Path.of(own);
        } else if (!xdg.isEmpty()) {
            return Path.of(xdg, "viralforge");
        } else if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")) {
            return Path.of(home, "Library", "Application Support", "ViralForge");
        } else {
            return Path.of(home, ".local", "share", "viralforge");
        }
    }
}
