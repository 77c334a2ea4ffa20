package io.viralforge.cli;

import io.viralforge.local.Endpoints;
import io.viralforge.local.Secrets;
import io.viralforge.local.TestServices;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Replicas of the server behind a balancer, and workers, all processes of their own, on one database. */
final class Fleet implements AutoCloseable {
    private static final String RENDER_MILLIS = "800";

    final Balancer balancer;
    private final Path folder;
    private final Endpoints.Postgres database = TestServices.freshDatabase();
    private final List<Integer> ports;
    private final Map<String, Process> running = new ConcurrentHashMap<>();
    private @Nullable String token;

    Fleet(Path folder, int replicas) throws IOException {
        this.folder = folder;
        this.ports = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            try (ServerSocket probe = new ServerSocket(0)) {
                ports.add(probe.getLocalPort());
            }
        }
        this.balancer = new Balancer(ports);
        Secrets.of(folder).secret(ServerProgram.LOCAL_SESSION);
    }

    Installation installation() {
        return new Installation(folder);
    }

    void token(String text) {
        token = text;
    }

    /** Starts a replica, the first of which is 0; it is ready when its {@link #address} says so. */
    void startServer(int replica) throws IOException {
        Map<String, String> settings = Map.ofEntries(
                Map.entry("VIRALFORGE_PORT", Integer.toString(ports.get(replica))),
                Map.entry("VIRALFORGE_PUBLIC_URL", balancer.uri().toString()),
                // A thousand jobs at once are more than a caller's points allow, and nobody dies while they are
                // submitted.
                Map.entry("VIRALFORGE_COST_BUCKET", "100000"),
                Map.entry("VIRALFORGE_POSTGRES_URL", database.jdbcUrl()),
                Map.entry("VIRALFORGE_POSTGRES_USER", database.app().user()),
                Map.entry("VIRALFORGE_POSTGRES_PASSWORD", database.app().password()),
                Map.entry("VIRALFORGE_POSTGRES_OWNER_USER", database.owner().user()),
                Map.entry("VIRALFORGE_POSTGRES_OWNER_PASSWORD", database.owner().password()),
                Map.entry("VIRALFORGE_REDIS_URI", TestServices.redis().uri().toString()),
                Map.entry("VIRALFORGE_REDIS_PREFIX", database.database() + ":"),
                Map.entry("VIRALFORGE_OBJECTS_DIR", folder.resolve("objects").toString()),
                Map.entry(
                        "VIRALFORGE_MASTER_KEY_FILE",
                        folder.resolve("secrets/master-key").toString()),
                Map.entry("VIRALFORGE_MASTER_KEY_FILE_CREATE", "true"),
                Map.entry(
                        "VIRALFORGE_SETUP_LINK_FILE",
                        folder.resolve("secrets/setup-link").toString()),
                Map.entry(
                        "VIRALFORGE_LOCAL_SESSION_FILE",
                        folder.resolve("secrets")
                                .resolve(ServerProgram.LOCAL_SESSION)
                                .toString()));
        start(server(replica), settings, classPath("server"), "io.viralforge.Main");
    }

    URI address(int replica) {
        return URI.create("http://127.0.0.1:" + ports.get(replica));
    }

    void startWorker(int number) throws IOException {
        Path tests = Script.home().resolve("gpu-worker/target/test-classes");
        start(
                worker(number),
                Map.of(),
                tests + ":" + classPath("worker"),
                "io.viralforge.worker.ChaosWorker",
                balancer.uri() + "/graphql",
                String.valueOf(token),
                folder.resolve(worker(number)).toString(),
                RENDER_MILLIS);
    }

    static String server(int replica) {
        return "server-" + replica;
    }

    static String worker(int number) {
        return "worker-" + number;
    }

    /** kill -9. */
    void kill(String name) throws InterruptedException {
        Process victim = running.get(name);
        if (victim != null) {
            victim.destroyForcibly().waitFor();
        }
    }

    /** STOP: it stands still, and knows nothing of it. CONT: it goes on. */
    void signal(String name, String signal) throws IOException, InterruptedException {
        Process victim = running.get(name);
        if (victim != null) {
            new ProcessBuilder("kill", "-" + signal, Long.toString(victim.pid()))
                    .start()
                    .waitFor();
        }
    }

    String log(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".log"));
    }

    /** The first column of all rows. */
    List<String> ask(String sql, Object... parameters) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        database.jdbcUrl(),
                        database.admin().user(),
                        database.admin().password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<String> rows = new ArrayList<>();
            if (statement.execute()) {
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        rows.add(result.getString(1));
                    }
                }
            }
            return rows;
        }
    }

    @Override
    public void close() {
        running.values().forEach(Process::destroyForcibly);
        balancer.close();
    }

    private void start(String name, Map<String, String> settings, String classPath, String... command)
            throws IOException {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + folder.resolve(name.replaceFirst("-.*", "") + ".jsa"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath));
        all.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()));
        builder.environment().putAll(settings);
        running.put(name, builder.start());
    }

    /** As it was laid out for people. */
    private static String classPath(String program) throws IOException {
        Path laidOut = Script.home().resolve("deploy/cli/target/forge");
        try (Stream<String> jars = Files.lines(laidOut.resolve(program + ".classpath"))) {
            return jars.map(jar -> laidOut.resolve("lib").resolve(jar).toString())
                    .collect(Collectors.joining(":"));
        }
    }
}
