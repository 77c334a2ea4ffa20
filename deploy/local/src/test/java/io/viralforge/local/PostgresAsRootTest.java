package io.viralforge.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where root may not make user namespaces, as in some containers. */
class PostgresAsRootTest {
    @TempDir
    Path temporary;

    @Test
    void itRunsAsNobodyWhoReachesTheFolderButSeesNothingElseInIt() throws Exception {
        assumeTrue(new UnixSystem().getUid() == 0, "only root can become nobody");
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
        Path home = temporary.resolve("data");
        for (int start = 1; start <= 2; start++) {
            try (RunFolder folder = RunFolder.open(home)) {
                LocalServer server = PostgresServer.start(
                        folder,
                        start == 1 ? Unprivileged.AS_NOBODY : Unprivileged.choose(home.resolve("postgres")),
                        List.of(),
                        new StartProgress(Service.POSTGRES, StartListener.SILENT));
                assertThat(Clients.sql((Endpoints.Postgres) server.endpoint(), "SELECT 42"))
                        .isEqualTo("42");
                assertThat(Files.getAttribute(
                                Path.of("/proc/" + server.process().pid()), "unix:uid"))
                        .isEqualTo(65534);
                server.stop();
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx-----x");
        try (Stream<Path> parts = Files.list(home)) {
            assertThat(parts.filter(part -> !part.endsWith("postgres") && !part.endsWith("programs")))
                    .isNotEmpty()
                    .allSatisfy(part -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(part)))
                            .endsWith("------"));
        }
    }
}
