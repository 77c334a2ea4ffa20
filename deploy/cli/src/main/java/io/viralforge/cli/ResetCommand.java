package io.viralforge.cli;

import io.viralforge.local.CacheFolder;
import io.viralforge.local.RunFolder;
import io.viralforge.local.UserFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
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
    @Option(names = "--yes", description = "Delete without asking first.")
    private boolean isSure;

    @Option(
            names = "--cache",
            description =
                    "Empty the cache instead: unpacked programs, caches of classes, models, inputs that workers keep. Nothing is asked, for all of it can be made anew.")
    private boolean isCache;

    @Mixin
    private DataFolder folder = new DataFolder();

    @Override
    Exit run() throws Exception {
        return isCache ? emptyCache() : deleteData();
    }

    private Exit emptyCache() {
        CacheFolder cache = new CacheFolder(UserFolders.ofProcess().cache());
        long before = cache.bytes();
        cache.clear();
        terminal().note(cache.path() + " has been emptied: " + (before - cache.bytes()) / 1_000_000 + " MB.");
        return Exit.DONE;
    }

    private Exit deleteData() {
        Path path = folder.path();
        if (!Files.exists(path)) {
            terminal().note("There is nothing in " + path + ".");
            return Exit.DONE;
        }
        if (!RunFolder.isOne(path)) {
            throw new Failure(Exit.USAGE, path + " is no data folder of ViralForge; it stays as it is.");
        }
        if (!isSure && !isConfirmed(path)) {
            throw new Failure(Exit.FAILED, "Nothing was deleted. To delete without being asked: --yes.");
        }
        boolean isGone = RunFolder.open(path).delete();
        terminal()
                .note(
                        isGone
                                ? path + " has been deleted."
                                : "What ViralForge kept in " + path
                                        + " has been deleted; what else is there was left.");
        return Exit.DONE;
    }

    private boolean isConfirmed(Path path) {
        @Nullable String answer = terminal().ask("Delete everything in " + path + "? Type yes: ");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).equals("yes");
    }
}
