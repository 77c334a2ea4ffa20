package io.viralforge.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.local.Endpoints.Login;
import io.viralforge.local.Endpoints.Postgres;
import io.viralforge.local.Endpoints.Redis;
import io.viralforge.local.LocalServicesException.Code;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledParentTest {
    private static final EnumSet<Service> SMALL = EnumSet.of(Service.POSTGRES, Service.REDIS);

    @TempDir
    Path home;

    @Test
    void aKilledParentLeavesNoOrphan() throws Exception {
        EnumSet<Service> all = EnumSet.of(Service.POSTGRES, Service.REDIS, Service.CASSANDRA);
        try (Parent parent = Parent.start(home, all)) {
            List<ProcessHandle> below = parent.descendants();
            assertThat(below).hasSizeGreaterThan(10);
            parent.kill();
            // Under two seconds on a machine of one's own; a build shares its cores with others.
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
            // The end of another's child gives no signal; onExit would look only every half second.
            while (below.stream().anyMatch(ProcessHandle::isAlive)) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    @Test
    void aStartRightAfterTheKillWaitsForTheOrphansAndFindsTheData() throws Exception {
        List<ProcessHandle> orphans;
        try (Parent parent = Parent.start(home, SMALL)) {
            orphans = parent.descendants();
            Clients.sql(postgres(), "CREATE TABLE kept AS SELECT 42 AS answer");
            Clients.redis(redis(), "SET kept 42");
            parent.kill();
        }
        try (LocalServices services = LocalServices.start(home, SMALL, StartListener.SILENT)) {
            assertThat(orphans).noneMatch(ProcessHandle::isAlive);
            assertThat(Clients.sql(services.endpoints().postgres(), "SELECT answer FROM kept"))
                    .isEqualTo("42");
            assertThat(Clients.redis(services.endpoints().redis(), "GET kept")).isEqualTo("42");
        }
    }

    @Test
    void aSecondStartIsRefusedAndNamesTheHolder() throws Exception {
        try (Parent parent = Parent.start(home, EnumSet.of(Service.REDIS))) {
            long holder = parent.process().pid();
            assertThat(RunFolder.holder(home)).extracting(RunFolder.Holder::pid).isEqualTo(holder);
            assertThatThrownBy(() -> LocalServices.start(home, SMALL, StartListener.SILENT))
                    .isInstanceOfSatisfying(
                            LocalServicesException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.ALREADY_RUNNING))
                    .hasMessageContaining("in use by process " + holder + ", running since ");
        }
    }

    /** What the parent started, as any process that may read the folder finds it. */
    private Postgres postgres() {
        Secrets secrets = Secrets.of(home);
        Login owner = new Login("viralforge", secrets.secret("postgres-owner"));
        return new Postgres("127.0.0.1", port("postgres"), "viralforge", owner, owner, owner);
    }

    private Redis redis() {
        return new Redis("127.0.0.1", port("redis"), Secrets.of(home).secret("redis"));
    }

    private int port(String name) {
        return Objects.requireNonNull(Ports.of(home).all().get(name));
    }
}
