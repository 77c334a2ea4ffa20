package io.viralforge.local;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line of Cassandra's own JVM. Cassandra documents JDK 11 and 17; what it needs on 25 is one shim class
 * (module deploy/cassandra) and these openings.
 *
 * @param jars the class path, in order
 */
record CassandraJvm(List<Path> jars) {
    private static final List<String> EXPORTS = List.of(
            "java.base/jdk.internal.misc",
            "java.base/java.lang.ref",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "jdk.unsupported/sun.misc");
    private static final List<String> OPENS = List.of(
            "java.base/java.io",
            "java.base/java.lang",
            "java.base/java.lang.module",
            "java.base/java.lang.reflect",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/sun.nio.ch",
            "jdk.management/com.sun.management.internal");

    static CassandraJvm ofBuild() {
        return new CassandraJvm(JarFolder.jars("cassandra"));
    }

    /**
     * The command.
     *
     * @param options of this start alone; what an AOT cache depends on is fixed here
     */
    List<String> command(Path home, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Host.java().toString());
        command.addAll(List.of(
                "-Xms64m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=256m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djdk.attach.allowAttachSelf=true",
                "-Dio.netty.tryReflectionSetAccessible=true"));
        EXPORTS.forEach(name -> command.add("--add-exports=" + name + "=ALL-UNNAMED"));
        OPENS.forEach(name -> command.add("--add-opens=" + name + "=ALL-UNNAMED"));
        command.addAll(List.of(
                "-Dcassandra.config=" + home.resolve("cassandra.yaml").toUri(),
                "-Dlogback.configurationFile=" + home.resolve("logback.xml").toUri(),
                "-Dcassandra.storagedir=" + home,
                "-Djava.io.tmpdir=" + home.resolve("tmp"),
                "-Dcassandra-foreground=yes",
                "-Dcassandra.ring_delay_ms=0",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.initial_token=0",
                "-Dcassandra.shutdown_announce_in_ms=0"));
        command.addAll(options);
        String classPath = jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("-cp", classPath, "org.apache.cassandra.service.CassandraDaemon"));
        return command;
    }

    /** Changes with whatever makes an AOT cache useless: this JDK, and each jar's place, size and time. */
    String fingerprint() {
        StringBuilder text = new StringBuilder();
        Stream.of("java.home", "java.vm.version", "os.arch")
                .map(System::getProperty)
                .forEach(text::append);
        try {
            for (Path jar : jars) {
                text.append(jar).append(Files.size(jar)).append(Files.getLastModifiedTime(jar));
            }
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (IOException e) {
            throw LocalServicesException.disk("A jar of Cassandra cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
