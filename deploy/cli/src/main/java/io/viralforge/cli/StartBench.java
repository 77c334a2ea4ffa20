package io.viralforge.cli;

import io.viralforge.client.GraphqlClient;
import io.viralforge.client.GraphqlException;
import io.viralforge.client.TokenSource;
import io.viralforge.types.cli.ServiceInfo;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts everything as people do, in folders that are thrown away, and takes the time to the first answered query. */
final class StartBench {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Terminal terminal;

    StartBench(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Cold: nothing unpacked, no data, no caches of classes. Warm: all three from the start before. */
    Map<String, @Nullable Object> measure(int warmRuns) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("viralforge-bench-");
        try {
            Map<String, @Nullable Object> result = new LinkedHashMap<>();
            result.put("cold", start("cold", folder, true));
            List<Map<String, Object>> warm = new ArrayList<>();
            for (int run = 1; run <= warmRuns; run++) {
                warm.add(start("warm " + run, folder, false));
            }
            result.put("warm", warm);
            return result;
        } finally {
            delete(folder);
        }
    }

    private Map<String, Object> start(String name, Path folder, boolean isAwaitingCaches)
            throws IOException, InterruptedException {
        int port = freePort();
        URI address = URI.create("http://127.0.0.1:" + port);
        long begin = System.nanoTime();
        Process process = process(folder, port);
        try (GraphqlClient client = new GraphqlClient(
                address.resolve("/graphql"),
                TokenSource.none(),
                LocalApi.settings().withPatience(Duration.ZERO, Duration.ZERO))) {
            await(process, () -> answers(client));
            double firstQuery = seconds(begin);
            await(process, () -> "ready".equals(Health.of(address).parts().get("status")));
            double whole = seconds(begin);
            if (isAwaitingCaches) {
                await(process, () -> hasCaches(folder.resolve("cache")));
            }
            Thread.sleep(SETTLING);
            long memory = memory(folder.resolve("data"), process);
            terminal.note(String.format(
                    "%s: first query after %.2f s, all stores after %.2f s, %d MB",
                    name, firstQuery, whole, memory / 1_000_000));
            return Map.of("firstQuerySeconds", firstQuery, "allStoresSeconds", whole, "memoryBytes", memory);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static Process process(Path folder, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        System.getProperty("forge.home") + "/forge",
                        "run",
                        "--json",
                        "--port",
                        Integer.toString(port),
                        "--dir",
                        folder.resolve("data").toString())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("VIRALFORGE_CACHE", folder.resolve("cache").toString());
        builder.environment().put("FORGE_NO_BUILD", "1");
        return builder.start();
    }

    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    private static void await(Process process, Condition condition) throws InterruptedException {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            if (!process.isAlive() || seconds(begin) > LIMIT.toSeconds()) {
                throw new Failure(Exit.FAILED, "The start that was measured did not get so far.");
            }
            Thread.sleep(LOOK);
        }
    }

    private static boolean answers(GraphqlClient client) throws InterruptedException {
        try {
            client.execute(new ServiceInfo());
            return true;
        } catch (GraphqlException _) {
            return false;
        }
    }

    private static boolean hasCaches(Path cache) {
        try (Stream<Path> files = Files.list(cache)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".aot"))
                    .toList();
            return Stream.of("server-", "cassandra-")
                    .allMatch(name -> names.stream().anyMatch(file -> file.startsWith(name)));
        } catch (IOException _) {
            return false;
        }
    }

    private static long memory(Path data, Process process) {
        return Memory.of(process.pid())
                + new Installation(data)
                        .children().values().stream().mapToLong(Memory::ofTree).sum();
    }

    private static double seconds(long begin) {
        return Math.round((System.nanoTime() - begin) / 1e7) / 100.0;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
