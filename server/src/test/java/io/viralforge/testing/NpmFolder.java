package io.viralforge.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A folder of src/test with the packages that its lock file names: installed once, and again when that changes. */
public final class NpmFolder {
    private static final Map<String, Boolean> ARE_THERE = new ConcurrentHashMap<>();

    private NpmFolder() {}

    /** A copy of {@code src/test/name}, below target; the test is skipped where there is no node or no way to its packages. */
    public static Path of(String name) {
        Path folder = Path.of("target", name);
        Assumptions.assumeTrue(
                ARE_THERE.computeIfAbsent(name, first -> install(Path.of("src/test", name), folder)),
                "node and npm, with the packages of src/test/" + name + ", are not here");
        return folder;
    }

    private static boolean install(Path sources, Path folder) {
        try {
            Path lock = folder.resolve("package-lock.json");
            boolean isFresh = Files.isDirectory(folder.resolve("node_modules"))
                    && Files.exists(lock)
                    && Files.mismatch(lock, sources.resolve("package-lock.json")) < 0;
            for (Path file : files(sources)) {
                Path copy = folder.resolve(sources.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            return isFresh || npm(folder);
        } catch (IOException noNode) {
            return false;
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static boolean npm(Path folder) throws IOException {
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("npm.log").toFile())
                .start();
        try {
            return npm.waitFor(5, TimeUnit.MINUTES) && npm.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
