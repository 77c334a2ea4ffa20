package io.viralforge.local;

import io.viralforge.local.LocalServicesException.Code;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ports on the loopback address, by name. A port is taken again at the next start if it is still free, so that
 * other programs need not be told anew. Safe for use from several threads.
 */
public final class Ports {
    private final Path file;

    private Ports(Path file) {
        this.file = file;
    }

    /** Those of a data folder, for any process that may read it; who holds the folder writes them. */
    public static Ports of(Path dataDir) {
        return new Ports(dataDir.resolve("run/ports.properties"));
    }

    /** The ports of the running or, when nothing runs, of the last start. */
    public synchronized Map<String, Integer> all() {
        try (Stream<String> lines = Files.exists(file) ? Files.lines(file) : Stream.empty()) {
            return lines.map(line -> line.split("=", 2))
                    .filter(words -> words.length == 2 && words[1].matches("\\d{1,5}"))
                    .collect(Collectors.toMap(
                            words -> words[0], words -> Integer.valueOf(words[1]), (a, b) -> b, TreeMap::new));
        } catch (IOException e) {
            throw LocalServicesException.disk("The file " + file + " cannot be read", e);
        }
    }

    /**
     * A port that nothing listens on at this moment: the last one of this name, else any. Another program may take it
     * before the caller does, so callers try again.
     */
    public int free(String name) {
        int last = all().getOrDefault(name, 0);
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), last));
            return probe.getLocalPort();
        } catch (IOException e) {
            return any();
        }
    }

    /** Writes down a port that is in use now. */
    public synchronized void keep(String name, int port) {
        Map<String, Integer> ports = new TreeMap<>(all());
        ports.put(name, port);
        try {
            Path next = Files.writeString(
                    file.resolveSibling(file.getFileName() + ".new"),
                    ports.entrySet().stream().map(Object::toString).collect(Collectors.joining("\n", "", "\n")));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw LocalServicesException.disk("The file " + file + " cannot be written", e);
        }
    }

    private static int any() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new LocalServicesException(Code.PORT, "No port is free on 127.0.0.1: " + e.getMessage(), e);
        }
    }
}
