package io.viralforge.cli;

import io.viralforge.local.UserFolders;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs in a JVM of its own.
 *
 * @param name names its class path in the distribution, its log and its cache
 * @param options of the JVM; an AOT cache is bound to them
 * @param ready true for the line of output that says it serves; never for one that nobody waits for
 * @param cache null: no AOT cache
 */
record JvmProgram(
        String name,
        String mainClass,
        List<String> options,
        List<Path> classPath,
        Predicate<String> ready,
        @Nullable AotCache cache) {
    private static final List<String> COMMON = List.of(
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /** One whose start people wait for. */
    static JvmProgram withAotCache(String name, String mainClass, List<String> options, Predicate<String> ready) {
        List<String> all = new ArrayList<>(COMMON);
        all.addAll(options);
        List<Path> classPath = Distribution.ofProcess().classPath(name);
        return new JvmProgram(
                name, mainClass, all, classPath, ready, AotCache.of(Caches.folder(), name, classPath, all));
    }

    /**
     * One that must never stand still, as a JVM does while it writes down what an AOT cache is made of. It has an archive
     * of its classes instead, which it writes when it ends, and which renews itself when JDK or class path change.
     */
    static JvmProgram withArchive(String name, String mainClass, List<String> options) {
        List<String> all = new ArrayList<>(COMMON);
        all.addAll(options);
        all.add("-XX:+AutoCreateSharedArchive");
        all.add("-XX:SharedArchiveFile=" + Caches.folder().resolve(name + ".jsa"));
        return new JvmProgram(name, mainClass, all, Distribution.ofProcess().classPath(name), _ -> false, null);
    }

    /** Starts it, by its cache or recording what one is made of. */
    List<String> command() {
        List<String> all = new ArrayList<>(cache == null ? List.of() : cache.options());
        // A cache that does not fit is passed over; that is no error of the program's.
        all.add("-Xlog:aot*=off");
        all.add("-Xlog:cds*=off");
        return command(all);
    }

    /** Turns what was recorded into a cache; the program itself does not run. */
    List<String> assembly(AotCache into) {
        List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
        command.addAll(command(List.of(
                "-XX:AOTMode=create",
                "-XX:AOTConfiguration=" + into.configuration(),
                // A hundred lines of classes that no cache can hold would hide what went wrong.
                "-Xlog:aot*=error",
                "-XX:AOTCache=" + into.unfinished())));
        return command;
    }

    private List<String> command(List<String> more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(more);
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(mainClass);
        return command;
    }

    /** Where this user's caches lie. */
    static final class Caches {
        private Caches() {}

        static Path folder() {
            try {
                return Files.createDirectories(UserFolders.ofProcess().cache());
            } catch (IOException _) {
                // A read-only or missing home, as in many containers.
                return Path.of(System.getProperty("java.io.tmpdir"));
            }
        }
    }
}
