package io.viralforge.platform.graphql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The schema's text: all {@code *.graphqls} below {@code schema/} on the class path, in the order of their names. */
final class SchemaFiles {
    private static final String FOLDER = "schema";

    private SchemaFiles() {}

    static List<String> read() {
        Map<String, String> texts = new TreeMap<>();
        try {
            for (URL folder :
                    Collections.list(SchemaFiles.class.getClassLoader().getResources(FOLDER))) {
                URI uri = folder.toURI();
                if (uri.getScheme().equals("jar")) {
                    // By its path, for one opened by its URI is the JVM's only one: two that start at once would
                    // collide.
                    Path file = Path.of(((JarURLConnection) folder.openConnection())
                            .getJarFileURL()
                            .toURI());
                    try (FileSystem jar = FileSystems.newFileSystem(file)) {
                        add(texts, jar.getPath("/" + FOLDER));
                    }
                } else {
                    add(texts, Path.of(uri));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return List.copyOf(texts.values());
    }

    private static void add(Map<String, String> texts, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".graphqls")).toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
    }
}
