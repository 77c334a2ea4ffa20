package io.viralforge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What whoever makes a short may say about it. */
final class ShortOptions {
    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description =
                    "Where the short is put. By default here; in the project's own checkout, the folder shorts of the data folder. Nothing is overwritten.")
    private @Nullable Path out;

    @Option(
            names = "--salvage",
            description = "Take a damaged clip as far as it decodes, with a warning, instead of refusing it.")
    private boolean isSalvage;

    @Option(names = "--json", description = "Say what came of it as one line of JSON on standard output.")
    private boolean isJson;

    boolean isSalvage() {
        return isSalvage;
    }

    boolean isJson() {
        return isJson;
    }

    /** Finds out now what would be found out after minutes of work. */
    void check() {
        if (out != null) {
            make(out);
        }
    }

    /** The first name that is free: clip-short.mp4, clip-short-2.mp4, and so on. */
    Path free(Path source, DataFolder data) {
        @Nullable String checkout = System.getProperty("forge.home");
        Path into = out != null ? out : make(usualOut(Path.of("").toAbsolutePath(), checkout, data.path()));
        String name = source.getFileName().toString().replaceFirst("\\.[^.]{1,5}$", "") + "-short";
        Path target = into.resolve(name + ".mp4");
        for (int number = 2; Files.exists(target); number++) {
            target = into.resolve(name + "-" + number + ".mp4");
        }
        return target;
    }

    /** A checkout is no place for films, and whoever tries the first commands of the README is in one. */
    static Path usualOut(Path here, @Nullable String checkout, Path data) {
        return checkout != null && here.startsWith(checkout) ? data.resolve("shorts") : here;
    }

    private static Path make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Failure(Exit.USAGE, "The folder " + folder + " cannot be made.", e);
        }
        if (!Files.isWritable(folder)) {
            throw new Failure(Exit.USAGE, "The folder " + folder + " cannot be written.");
        }
        return folder;
    }
}
