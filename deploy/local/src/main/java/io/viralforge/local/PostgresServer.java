package io.viralforge.local;

import io.viralforge.local.ChildProcess.Command;
import io.viralforge.local.ChildProcess.Signal;
import io.viralforge.local.Endpoints.Login;
import io.viralforge.local.Endpoints.Postgres;
import io.viralforge.local.StartListener.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** PostgreSQL: durable, on the loopback address, with a password for everyone (docs/adr/0010). */
final class PostgresServer {
    private static final String NAME = Service.POSTGRES.id();
    /** Recovery after a crash replays the log since the last checkpoint, which is bounded by max_wal_size. */
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private static final Duration INITIALISE_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C", "TZ", "UTC");
    private static final String ONLY_LOOPBACK_WITH_PASSWORD = "host all all 127.0.0.1/32 scram-sha-256\n";

    private final RunFolder folder;
    private final Path programs;
    private final Path home;
    private final Path data;
    private final Unprivileged user;
    private final List<String> settings;
    private final StartProgress progress;

    private PostgresServer(
            RunFolder folder, Path programs, Unprivileged user, List<String> settings, StartProgress progress) {
        this.folder = folder;
        this.programs = programs;
        this.home = home(folder);
        this.data = home.resolve("data");
        this.user = user;
        this.settings = settings;
        this.progress = progress;
    }

    /** @param settings more of postgresql.conf's, each {@code name=value} */
    static LocalServer start(RunFolder folder, List<String> settings, StartProgress progress) {
        try {
            return start(folder, Unprivileged.choose(home(folder)), settings, progress);
        } catch (IOException e) {
            throw LocalServicesException.disk("PostgreSQL's folder cannot be used", e);
        }
    }

    static LocalServer start(RunFolder folder, Unprivileged user, List<String> settings, StartProgress progress)
            throws IOException {
        Files.createDirectories(home(folder));
        user.admit(home(folder));
        Path programs = programs(folder, user, progress);
        return new PostgresServer(folder, programs, user, settings, progress).start();
    }

    private static Path home(RunFolder folder) {
        return folder.path().resolve(NAME);
    }

    private static Path programs(RunFolder folder, Unprivileged user, StartProgress progress) throws IOException {
        Host host = Host.current();
        String name = "postgres-" + Versions.of("postgres") + "-" + host.os() + "-" + host.arch();
        return cache(folder, user).folder(name, host.postgresArchive(), Archives::tarXz, progress);
    }

    /** Nobody cannot read in root's home. */
    private static ProgramCache cache(RunFolder folder, Unprivileged user) throws IOException {
        ProgramCache shared = ProgramCache.of(folder);
        if (!user.nobody() || user.can(List.of("test", "-x", shared.root().toString()))) {
            return shared;
        }
        ProgramCache own = ProgramCache.inside(folder);
        user.admit(Files.createDirectories(own.root()));
        return own;
    }

    private LocalServer start() throws IOException {
        if (!Files.exists(data)) {
            progress.enter(Phase.INITIALISE);
            initialise();
        }
        removeMisleadingPidFile();
        progress.enter(Phase.START);
        PortRace.Won won = new PortRace(folder, NAME, START_LIMIT).start(this::serverCommand);
        progress.enter(Phase.READY);
        return new LocalServer(
                Service.POSTGRES,
                new Postgres(
                        "127.0.0.1",
                        won.port(),
                        "viralforge",
                        new Login("viralforge", secret("owner")),
                        new Login("viralforge_app", secret("app")),
                        new Login("postgres", secret("admin"))),
                won.process(),
                STOP_PATIENCE);
    }

    /** In a folder beside the final one, renamed at the end: a start that is cut short leaves nothing half done. */
    private void initialise() throws IOException {
        removeUnfinished();
        Path unfinished = Files.createTempDirectory(home, "new-");
        Path sql = Files.writeString(unfinished.resolve("bootstrap.sql"), bootstrap());
        user.own(unfinished);
        Path cluster = unfinished.resolve("data");
        run("initdb", Command.NO_INPUT, initdb(cluster));
        Files.writeString(cluster.resolve("pg_hba.conf"), ONLY_LOOPBACK_WITH_PASSWORD);
        run("postgres-bootstrap", sql, List.of(program("postgres"), "--single", "-D", cluster.toString(), "template1"));
        Files.move(cluster, data, StandardCopyOption.ATOMIC_MOVE);
        Folders.delete(unfinished);
    }

    /** Nobody can connect yet, so that it asks for no password; pg_hba.conf is replaced before the first start. */
    private List<String> initdb(Path cluster) {
        return List.of(
                program("initdb"),
                "--no-instructions",
                "--pgdata=" + cluster,
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--data-checksums");
    }

    private String bootstrap() {
        return Resources.text("postgres-bootstrap.sql")
                .replace("${admin}", secret("admin"))
                .replace("${owner}", secret("owner"))
                .replace("${app}", secret("app"));
    }

    private void run(String name, Path input, List<String> argv) {
        ChildProcess.run(
                folder,
                new Command(name, user.command(argv), ENVIRONMENT, Signal.INT, input, line -> false),
                INITIALISE_LIMIT);
    }

    private Command serverCommand(int port) {
        List<String> argv = new ArrayList<>(List.of(program("postgres"), "-D", data.toString()));
        Stream<String> fixed = Stream.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "shared_buffers=64MB",
                "max_wal_size=256MB",
                "timezone=UTC",
                "log_timezone=UTC",
                "lc_messages=C");
        Stream.concat(fixed, settings.stream()).forEach(setting -> argv.addAll(List.of("-c", setting)));
        // INT is PostgreSQL's fast stop: it does not wait for clients.
        return new Command(
                NAME,
                user.command(argv),
                ENVIRONMENT,
                Signal.INT,
                Command.NO_INPUT,
                line -> line.contains("database system is ready to accept connections"));
    }

    /**
     * After a reboot the process id in postmaster.pid may belong to a stranger, and PostgreSQL would refuse to start. As
     * this process holds the run folder, only a PostgreSQL started by hand could be in there: that one is left to the
     * server's own check.
     */
    private void removeMisleadingPidFile() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        String pid = Files.readAllLines(pidFile).stream().findFirst().orElse("").strip();
        boolean stranger = pid.matches("\\d{1,18}")
                && ProcessHandle.of(Long.parseLong(pid))
                        .flatMap(process -> process.info().command())
                        .map(command -> !command.endsWith("/postgres"))
                        .orElse(false);
        if (stranger) {
            Files.delete(pidFile);
        }
    }

    private void removeUnfinished() throws IOException {
        try (Stream<Path> entries = Files.list(home)) {
            for (Path entry : entries.toList()) {
                Folders.delete(entry);
            }
        }
    }

    private String program(String name) {
        return programs.resolve("bin").resolve(name).toString();
    }

    private String secret(String role) {
        return folder.secrets().secret("postgres-" + role);
    }
}
