package io.viralforge.local;

import io.viralforge.local.ChildProcess.Command;
import io.viralforge.local.StartListener.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One node of Cassandra, on the loopback address, open to every process of this machine (docs/adr/0012). */
final class CassandraServer {
    static final String READY = "CassandraDaemon Startup complete";

    private static final String NAME = Service.CASSANDRA.id();
    private static final String STORAGE_PORT = NAME + "-storage";
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private CassandraServer() {}

    static LocalServer start(RunFolder folder, StartProgress progress) {
        CassandraJvm jvm = CassandraJvm.ofBuild();
        return start(folder, jvm, CassandraTraining.cache(folder, jvm), progress);
    }

    static LocalServer start(RunFolder folder, CassandraJvm jvm, Path cache, StartProgress progress) {
        CassandraHome home = new CassandraHome(folder.path().resolve(NAME));
        progress.enter(Files.exists(home.path()) ? Phase.START : Phase.INITIALISE);
        List<String> options = options(cache);
        PortRace.Won won = new PortRace(folder, NAME, START_LIMIT)
                .start(port -> Command.of(NAME, command(jvm, home, folder, port, options), Map.of(), READY));
        progress.enter(Phase.READY);
        InetSocketAddress contactPoint = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), won.port());
        return new LocalServer(
                Service.CASSANDRA, new Endpoints.Cassandra(contactPoint, "datacenter1"), won.process(), STOP_PATIENCE);
    }

    /** A cache that is torn or does not fit is refused by the JVM, with a word in the log, and the start goes on. */
    private static List<String> options(Path cache) {
        return CacheFolder.use(cache) ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot") : List.of();
    }

    private static List<String> command(
            CassandraJvm jvm, CassandraHome home, RunFolder folder, int port, List<String> options) {
        int storagePort = folder.ports().free(STORAGE_PORT);
        try {
            home.configure(port, storagePort);
        } catch (IOException e) {
            throw LocalServicesException.disk("Cassandra's folder cannot be written", e);
        }
        folder.ports().keep(STORAGE_PORT, storagePort);
        return jvm.command(home.path(), options);
    }
}
