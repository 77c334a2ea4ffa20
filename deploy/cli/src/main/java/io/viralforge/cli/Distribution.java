package io.viralforge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the build laid out (src/build/Distribution.java): {@code lib/} with every jar once, and for each program a list of
 * its own, in order.
 */
record Distribution(Path path) {

    /** The one that this process was started from. */
    static Distribution ofProcess() {
        return new Distribution(Path.of(System.getProperty("forge.dist", ".")).toAbsolutePath());
    }

    /** @throws Failure LACKING if the build is not complete */
    List<Path> classPath(String program) {
        Path list = path.resolve(program + ".classpath");
        try {
            return Files.readAllLines(list).stream()
                    .map(path.resolve("lib")::resolve)
                    .toList();
        } catch (IOException e) {
            throw new Failure(
                    Exit.LACKING, "The build is not complete: " + list + " cannot be read. Run ./forge again.", e);
        }
    }
}
