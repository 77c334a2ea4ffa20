package io.viralforge.cli;

import io.viralforge.local.UserFolders;
import java.nio.file.Path;
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
        return (given != null ? given : UserFolders.ofProcess().data())
                .toAbsolutePath()
                .normalize();
    }

    Installation installation() {
        return new Installation(path());
    }
}
