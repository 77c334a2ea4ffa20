package io.viralforge.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassandraServerTest {
    @TempDir
    Path home;

    @Test
    void itAnswersCqlAndTheNextStartFindsTheDataAndUsesTheTrainedCache() throws Exception {
        // A space, as in a macOS user's folder.
        Path data = home.resolve("my data");
        try (LocalServices services = start(data)) {
            try (CqlSession session = session(services)) {
                session.execute(
                        "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
                session.execute("CREATE TABLE k.kept (id int PRIMARY KEY, answer int)");
                session.execute("INSERT INTO k.kept (id, answer) VALUES (1, 42)");
            }
            CassandraTraining training = services.training();
            assertThat(training == null || training.await(Duration.ofMinutes(3)))
                    .isTrue();
        }
        try (LocalServices services = start(data);
                CqlSession session = session(services)) {
            assertThat(session.execute("SELECT answer FROM k.kept").all())
                    .singleElement()
                    .satisfies(row -> assertThat(row.getInt(0)).isEqualTo(42));
            assertThat(log(data)).contains("Opened AOT cache").doesNotContain("Unable to use");
        }
    }

    @Test
    void aTornCacheIsRefusedAndTheStartGoesOn() throws Exception {
        try (RunFolder folder = RunFolder.open(home)) {
            Path cache = Files.write(home.resolve("torn.aot"), new byte[4096]);
            LocalServer server = CassandraServer.start(
                    folder, CassandraJvm.ofBuild(), cache, new StartProgress(Service.CASSANDRA, StartListener.SILENT));
            server.stop();
            assertThat(log(home)).contains("Startup complete").containsPattern("warning.*aot");
        }
    }

    @Test
    void trainingThatIsCutShortLeavesNothing() throws Exception {
        try (RunFolder folder = RunFolder.open(home.resolve("data"))) {
            Path caches = Files.createDirectory(home.resolve("caches"));
            CassandraTraining training =
                    CassandraTraining.start(folder, CassandraJvm.ofBuild(), caches.resolve("cassandra.aot"));
            assertThat(training.await(Duration.ofMillis(700))).isFalse();
            training.close();
            assertThat(caches).isEmptyDirectory();
            assertThat(ProcessHandle.current().descendants())
                    .noneMatch(
                            process -> process.info().commandLine().orElse("").contains(home.toString()));
        }
    }

    private static LocalServices start(Path data) {
        return LocalServices.start(data, EnumSet.of(Service.CASSANDRA), StartListener.SILENT);
    }

    private static CqlSession session(LocalServices services) {
        Endpoints.Cassandra cassandra = services.endpoints().cassandra();
        return CqlSession.builder()
                .addContactPoint(cassandra.contactPoint())
                .withLocalDatacenter(cassandra.datacenter())
                .build();
    }

    private static String log(Path data) throws IOException {
        return Files.readString(data.resolve("logs/cassandra.log"));
    }
}
