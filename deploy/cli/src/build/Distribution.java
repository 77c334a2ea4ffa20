import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lays out what ./forge starts: {@code java Distribution.java TARGET CASSANDRA_JARS PROGRAM=CLASSPATH_FILE=JAR...}.
 *
 * <pre>
 * lib/                 every jar once, whichever programs use it
 * lib/cassandra/       Cassandra's own, with the versions it was tested with
 * PROGRAM.classpath    its jars in order, one name per line: each JVM gets an explicit class path
 * </pre>
 *
 * A jar whose bytes have not changed stays as it is, with its time, for the caches of loaded classes remember both; a
 * changed one is put in place by renaming, so that a program that runs keeps what it has opened.
 */
public final class Distribution {
    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[0]);
        Path lib = Files.createDirectories(target.resolve("lib"));
        Set<String> wanted = new HashSet<>();
        for (String program : List.of(args).subList(2, args.length)) {
            String[] parts = program.split("=");
            List<String> names = new ArrayList<>();
            for (Path jar : jars(Path.of(parts[1]), Path.of(parts[2]))) {
                String name = jar.getFileName().toString();
                put(jar, lib.resolve(name));
                names.add(name);
            }
            wanted.addAll(names);
            writeIfChanged(target.resolve(parts[0] + ".classpath"), String.join("\n", names) + "\n");
        }
        removeOthers(lib, wanted);
        removeOthers(putAll(Path.of(args[1]), Files.createDirectories(lib.resolve("cassandra"))), names(Path.of(args[1])));
    }

    private static Path putAll(Path from, Path to) throws IOException {
        for (String name : names(from)) {
            put(from.resolve(name), to.resolve(name));
        }
        return to;
    }

    private static Set<String> names(Path folder) throws IOException {
        Set<String> names = new HashSet<>();
        try (var jars = Files.newDirectoryStream(folder, "*.jar")) {
            jars.forEach(jar -> names.add(jar.getFileName().toString()));
        }
        return names;
    }

    private static void removeOthers(Path folder, Set<String> wanted) throws IOException {
        try (var present = Files.newDirectoryStream(folder)) {
            for (Path file : present) {
                if (Files.isRegularFile(file) && !wanted.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    private static List<Path> jars(Path classpathFile, Path own) throws IOException {
        List<Path> jars = new ArrayList<>(List.of(own));
        for (String entry : Files.readString(classpathFile).strip().split(java.io.File.pathSeparator)) {
            Path jar = Path.of(entry);
            if (!Files.isRegularFile(jar)) {
                throw new IOException(entry + " is no jar: build with the phase package, not compile");
            }
            jars.add(jar);
        }
        return jars;
    }

    private static void put(Path from, Path to) throws IOException {
        if (Files.exists(to) && Files.size(from) == Files.size(to) && Files.mismatch(from, to) == -1) {
            return;
        }
        Path next = to.resolveSibling(to.getFileName() + ".new");
        Files.copy(from, next, StandardCopyOption.REPLACE_EXISTING, LinkOption.NOFOLLOW_LINKS);
        Files.move(next, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void writeIfChanged(Path file, String text) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        }
    }
}
