package io.viralforge.local;

import io.viralforge.local.ChildProcess.Command;
import io.viralforge.local.Endpoints.Redis;
import io.viralforge.local.StartListener.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Redis with an append-only file, on the loopback address, with a password (docs/adr/0010). */
final class RedisServer {
    private static final String NAME = Service.REDIS.id();
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(4);

    private RedisServer() {}

    static LocalServer start(RunFolder folder, StartProgress progress) {
        Host host = Host.current();
        String name = "redis-" + Versions.of("redis") + "-" + host.os() + "-" + host.arch();
        Path program = ProgramCache.of(folder)
                .folder(
                        name,
                        host.redisProgram(),
                        (in, to) -> Archives.program(in, to.resolve("redis-server")),
                        progress)
                .resolve("redis-server");
        String password = folder.secrets().secret("redis");
        progress.enter(Phase.START);
        PortRace.Won won = new PortRace(folder, NAME, START_LIMIT)
                .start(port -> Command.of(
                        NAME,
                        List.of(
                                program.toString(),
                                configuration(folder, port, password).toString()),
                        Map.of("LC_ALL", "C"),
                        "Ready to accept connections"));
        progress.enter(Phase.READY);
        return new LocalServer(
                Service.REDIS, new Redis("127.0.0.1", won.port(), password), won.process(), STOP_PATIENCE);
    }

    /** In a file that only its owner can read: arguments are seen by every process of the machine. */
    private static Path configuration(RunFolder folder, int port, String password) {
        Path home = folder.path().resolve(NAME);
        String text = """
                bind 127.0.0.1
                port %d
                requirepass %s
                dir %s
                save ""
                appendonly yes
                appendfsync everysec
                maxmemory-policy noeviction
                daemonize no
                """.formatted(port, password, quoted(home));
        try {
            Folders.createPrivate(home);
            return Folders.writePrivate(home.resolve("redis.conf"), text);
        } catch (IOException e) {
            throw LocalServicesException.disk("Redis' folder " + home + " cannot be written", e);
        }
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
