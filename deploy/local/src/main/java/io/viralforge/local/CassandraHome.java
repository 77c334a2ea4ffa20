package io.viralforge.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Cassandra's folder: its configuration, written anew at every start, and its data. */
record CassandraHome(Path path) {

    /** Writes the configuration for these ports and empties the folder for temporary files. */
    void configure(int nativePort, int storagePort) throws IOException {
        Folders.createPrivate(path);
        Path temporary = path.resolve("tmp");
        // Native libraries that a killed JVM unpacked.
        Folders.delete(temporary);
        Files.createDirectories(temporary);
        String yaml = Resources.text("cassandra.yaml")
                .replace("${home}", path.toString().replace("\\", "\\\\").replace("\"", "\\\""))
                .replace("${native.port}", Integer.toString(nativePort))
                .replace("${storage.port}", Integer.toString(storagePort));
        Files.writeString(path.resolve("cassandra.yaml"), yaml);
        Files.writeString(path.resolve("logback.xml"), Resources.text("cassandra-logback.xml"));
    }
}
