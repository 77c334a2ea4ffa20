package io.viralforge.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.local.Endpoints.Postgres;
import io.viralforge.local.LocalServicesException.Code;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServicesTest {
    private static final EnumSet<Service> BOTH = EnumSet.of(Service.POSTGRES, Service.REDIS);

    @TempDir
    Path temporary;

    private Path home;

    @BeforeEach
    void setUp() {
        // Blanks and quotes, as in the home folders of people.
        home = temporary.resolve("Ann's \"data\"");
    }

    @Test
    void whatWasWrittenIsThereAfterARestart() throws Exception {
        try (LocalServices services = start(BOTH)) {
            Clients.sql(services.endpoints().postgres(), "CREATE TABLE kept AS SELECT 42 AS answer");
            assertThat(Clients.redis(services.endpoints().redis(), "SET kept 42"))
                    .isEqualTo("+OK");
        }
        try (LocalServices services = start(BOTH)) {
            assertThat(Clients.sql(services.endpoints().postgres(), "SELECT answer FROM kept"))
                    .isEqualTo("42");
            assertThat(Clients.redis(services.endpoints().redis(), "GET kept")).isEqualTo("42");
        }
    }

    @Test
    void postgresWaitsForTheDiskAndListensOnlyHereAndAsksForThePassword() throws Exception {
        try (LocalServices services = start(EnumSet.of(Service.POSTGRES))) {
            Postgres postgres = services.endpoints().postgres();
            assertThat(Clients.sql(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(Clients.sql(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThatThrownBy(() -> Clients.sql(postgres, new Endpoints.Login("postgres", "wrong"), "SELECT 1"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void aPortIsKeptUntilAStrangerTakesIt() throws Exception {
        int first = redisPort();
        assertThat(redisPort()).isEqualTo(first);
        try (ServerSocket stranger = new ServerSocket()) {
            stranger.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), first));
            assertThat(redisPort()).isNotEqualTo(first);
        }
    }

    @Test
    void secretsCanBeReadByTheirOwnerAlone() throws Exception {
        start(BOTH).close();
        try (Stream<Path> files = Files.list(home.resolve("secrets"))) {
            assertThat(files.toList())
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void whenOneServiceCannotStartTheOthersAreStoppedAndTheFolderIsFree() throws Exception {
        RunFolder.open(home).close();
        Files.createDirectories(home.resolve("postgres/data"));
        assertThatThrownBy(() -> start(BOTH))
                .isInstanceOfSatisfying(
                        LocalServicesException.class, e -> assertThat(e.code()).isEqualTo(Code.START_FAILED))
                .hasMessageContaining("postgres ended before it was ready")
                .hasMessageContaining("could not access the server configuration file");
        assertThat(home.resolve("run/redis.pid")).doesNotExist();
        assertThat(RunFolder.holder(home)).isNull();
    }

    @Test
    void aFirstStartThatWasCutShortBeginsAnew() throws Exception {
        RunFolder.open(home).close();
        Files.createDirectories(home.resolve("postgres/new-123/data/base"));
        try (LocalServices services = start(EnumSet.of(Service.POSTGRES))) {
            assertThat(Clients.sql(services.endpoints().postgres(), "SELECT 42"))
                    .isEqualTo("42");
        }
        assertThat(home.resolve("postgres")).isDirectoryNotContaining("glob:**new-*");
    }

    @Test
    void aStaleProcessIdThatNowBelongsToAStrangerDoesNotBlockTheStart() throws Exception {
        start(EnumSet.of(Service.POSTGRES)).close();
        String stranger = ProcessHandle.current().pid() + "\n" + home + "/postgres/data\n";
        Files.writeString(home.resolve("postgres/data/postmaster.pid"), stranger);
        try (LocalServices services = start(EnumSet.of(Service.POSTGRES))) {
            assertThat(Clients.sql(services.endpoints().postgres(), "SELECT 42"))
                    .isEqualTo("42");
        }
    }

    @Test
    void theListenerHearsOfEveryPhaseInOrder() {
        Map<Service, ConcurrentLinkedQueue<StartListener.Phase>> heard = new ConcurrentHashMap<>();
        StartListener listener =
                (service, phase, done, total) -> heard.computeIfAbsent(service, s -> new ConcurrentLinkedQueue<>())
                        .add(phase);
        LocalServices.start(home, BOTH, listener).close();
        assertThat(heard.keySet()).isEqualTo(BOTH);
        heard.values()
                .forEach(phases -> assertThat(List.copyOf(phases)).isSorted().endsWith(StartListener.Phase.READY));
    }

    private int redisPort() throws IOException {
        try (LocalServices services = start(EnumSet.of(Service.REDIS))) {
            assertThat(Clients.redis(services.endpoints().redis(), "PING")).isEqualTo("+PONG");
            return services.endpoints().redis().port();
        }
    }

    private LocalServices start(EnumSet<Service> which) {
        return LocalServices.start(home, which, StartListener.SILENT);
    }
}
