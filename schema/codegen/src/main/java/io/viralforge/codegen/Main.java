package io.viralforge.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The generator as a program: {@code <schema folder> <operations folder> <java folder> <resource folder> <package>
 * <jspecify|plain>}. Leaves files alone whose text did not change, so that a compiler has nothing to do, and deletes
 * those that it would no longer write. Exits with 1 and the faults on stderr when a source is invalid.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 6) {
            throw new IllegalArgumentException("six arguments are needed; see the class's documentation");
        }
        var generator = new Generator(args[4], args[5].equals("jspecify"));
        try {
            var result = generator.generate(Path.of(args[0]), Path.of(args[1]));
            write(Path.of(args[2]), result.java());
            write(Path.of(args[3]), new TreeMap<>(java.util.Map.of(Generator.MANIFEST, result.manifest())));
        } catch (InvalidSource invalid) {
            System.err.println(invalid.getMessage());
            System.exit(1);
        }
    }

    /** Makes a folder hold these files and no others. */
    static void write(Path folder, java.util.SortedMap<String, String> files) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> walk = Files.walk(folder)) {
            for (var stale : walk.filter(Files::isRegularFile).toList()) {
                if (!files.containsKey(folder.relativize(stale).toString().replace('\\', '/'))) {
                    Files.delete(stale);
                }
            }
        }
        for (var file : files.entrySet()) {
            var path = folder.resolve(file.getKey());
            if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
                Files.createDirectories(Objects.requireNonNull(path.getParent()));
                Files.writeString(path, file.getValue());
            }
        }
    }
}
