package io.viralforge.cli;

import io.viralforge.local.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Back to the beginning. */
@CommandLine.Command(
        name = "reset",
        description =
                "Deletes the data folder: all studios, clips, shorts and secrets. Refuses while something runs in it.")
final class ResetCommand extends Command {
    /** What only a data folder has; without it, --dir may name somebody's home by mistake. */
    private static final String MARK = "run/lock";

    @Mixin
    private DataFolder folder = new DataFolder();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean isSure;

    @Override
    Exit run() throws Exception {
        Path path = folder.path();
        if (!Files.exists(path)) {
            terminal().note("There is nothing in " + path + ".");
            return Exit.DONE;
        }
        if (!Files.exists(path.resolve(MARK))) {
            throw new Failure(Exit.USAGE, path + " is no data folder of ViralForge; it stays as it is.");
        }
        if (!isSure && !isConfirmed(path)) {
            throw new Failure(Exit.FAILED, "Nothing was deleted. To delete without being asked: --yes.");
        }
        // Held while it is emptied, so that nothing starts in it meanwhile.
        try (RunFolder held = RunFolder.open(path)) {
            delete(held.path());
        }
        Files.deleteIfExists(path.resolve(MARK));
        Files.deleteIfExists(path.resolve("run"));
        Files.deleteIfExists(path);
        terminal().note(path + " has been deleted.");
        return Exit.DONE;
    }

    private boolean isConfirmed(Path path) {
        @Nullable String answer = terminal().ask("Delete everything in " + path + "? Type yes: ");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).equals("yes");
    }

    private static void delete(Path root) throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.walk(root)) {
            paths = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            boolean isHeld =
                    path.equals(root) || path.startsWith(root.resolve(MARK)) || path.equals(root.resolve("run"));
            if (!isHeld) {
                Files.deleteIfExists(path);
            }
        }
    }
}
