package io.viralforge.local;

import io.viralforge.local.LocalServicesException.Code;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jars of a server that has a JVM of its own. They are on nobody's class path, for their libraries would get in the
 * way of ours. {@code NAME} is a folder beside this class's jar in a distribution; in a checkout it is
 * {@code deploy/local/target/NAME}, else {@code deploy/NAME/target/lib}.
 */
final class JarFolder {
    private JarFolder() {}

    /**
     * All jars, those of this project first: they hold what must stand before others.
     *
     * @throws LocalServicesException MISSING_TOOL if the folder is missing; DISK
     */
    static List<Path> jars(String name) {
        Path own = ownLocation();
        Path distribution = above(own, 1).resolve(name);
        Path folder = Files.isDirectory(distribution)
                ? distribution
                : above(own, 3).resolve(name).resolve("target").resolve("lib");
        if (!Files.isDirectory(folder)) {
            throw new LocalServicesException(
                    Code.MISSING_TOOL,
                    "The jars of " + name + " are missing: neither " + distribution + " nor " + folder + " is there.");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted(Comparator.comparing((Path file) ->
                                    !file.getFileName().toString().startsWith("deploy-"))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        } catch (IOException e) {
            throw LocalServicesException.disk("The folder " + folder + " cannot be read", e);
        }
    }

    /** This module's jar, or its folder {@code deploy/local/target/classes}; both lie equally deep in a checkout. */
    private static Path ownLocation() {
        try {
            Path location = Path.of(JarFolder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return location.toRealPath();
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException("where these classes come from is unknown", e);
        }
    }

    private static Path above(Path path, int levels) {
        @Nullable Path folder = path;
        for (int level = 0; level < levels && folder != null; level++) {
            folder = folder.getParent();
        }
        return Objects.requireNonNullElse(folder, path);
    }
}
