package io.viralforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.local.Endpoints;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A backup runs for hours in one transaction, and Postgres keeps every version of every row for it meanwhile. */
class BloatTest {
    private static final int CYCLES = 2_000;
    private static final int WINDOW = 200;
    private static final int HEARTBEATS = 3;

    @Test
    void aLongTransactionDoesNotSlowTheQueue() throws SQLException {
        try (TestServer server = TestServer.start()) {
            JobFixture fixture = new JobFixture(server);
            fixture.bulk(CYCLES + WINDOW);
            JobFixture.RemoteWorker remote = fixture.new RemoteWorker("a");
            Worker worker =
                    server.bean(Workers.class).heardFrom(remote.actor.id(), Id.Type.WORKER.uuid(remote.id), null);
            for (int i = 0; i < WINDOW; i++) {
                cycle(server, remote, worker);
            }
            long[] nanos = new long[CYCLES - WINDOW];
            try (Connection backup = backup(server.database())) {
                for (int i = 0; i < nanos.length; i++) {
                    nanos[i] = cycle(server, remote, worker);
                }
                backup.rollback();
            }
            double first = median(nanos, 0);
            double last = median(nanos, nanos.length - WINDOW);
            System.out.printf("lease: %.2f ms at first, %.2f ms after %d%n", first / 1e6, last / 1e6, nanos.length);
            assertThat(last).as("nanoseconds").isLessThan(3 * first + 1e6);
            assertThat(hotShare(server)).isGreaterThan(0.9 * HEARTBEATS / (HEARTBEATS + 1));
        }
    }

    /** Leases a job, keeps it, ends it; nanoseconds that the lease took. */
    private static long cycle(TestServer server, JobFixture.RemoteWorker remote, Worker worker) {
        long begin = System.nanoTime();
        LeasedJob job = server.bean(Leasing.class)
                .lease(worker, Set.of(JobKind.RENDER), 1, Worker.Room.ALL)
                .getFirst();
        long taken = System.nanoTime() - begin;
        Lease lease = new Lease(job.job(), job.fencingToken());
        for (int i = 0; i < HEARTBEATS; i++) {
            server.bean(Leases.class)
                    .heartbeat(
                            remote.actor.id(),
                            worker.id(),
                            List.of(new Leases.Beat(lease, new Progress(JobStage.RENDER, 0.1 * i, null), null)));
        }
        server.bean(Settlement.class)
                .failed(
                        remote.actor.id(),
                        lease,
                        new Failure(JobFailureCode.INPUT_UNREADABLE, "No."),
                        false,
                        Cost.NONE);
        return taken;
    }

    private static Connection backup(Endpoints.Postgres database) throws SQLException {
        Connection connection = DriverManager.getConnection(
                database.jdbcUrl(), database.admin().user(), database.admin().password());
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT count(*) FROM job");
        }
        return connection;
    }

    private static double median(long[] nanos, int from) {
        long[] window = Arrays.copyOfRange(nanos, from, from + WINDOW);
        Arrays.sort(window);
        return window[WINDOW / 2];
    }

    /** Of the updates of attempts, those that touched no index. */
    private static double hotShare(TestServer server) throws SQLException {
        Endpoints.Postgres database = server.database();
        try (Connection connection = DriverManager.getConnection(
                        database.jdbcUrl(),
                        database.admin().user(),
                        database.admin().password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT n_tup_hot_upd / n_tup_upd::float8 FROM pg_stat_user_tables WHERE relname = 'attempt'")) {
            row.next();
            return row.getDouble(1);
        }
    }
}
