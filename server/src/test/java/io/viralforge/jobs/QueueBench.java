package io.viralforge.jobs;

import io.viralforge.local.Endpoints;
import io.viralforge.platform.events.Ticks;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * How fast the queue hands out work, against what PostgreSQL does at all on the same machine in the same minute. Workers
 * are simulated: each is a thread that calls all that the schema's workerLease calls, without HTTP. Takes the commit and
 * the file for the result.
 */
final class QueueBench {
    private static final int WORKERS = 500;
    private static final int STUDIOS = 20;
    private static final int ROUNDS = 10;
    private static final int POOL = 16;
    private static final int FLOOR_SECONDS = 3;
    private static final int STARTS = 500;
    private static final int WARM_STARTS = 200;
    private static final int IDLE_WORKERS = 4;

    /** A worker's own, in milliseconds, after a wake-up that went to all. */
    private static final int JITTER = 30;

    /** With patience: here everybody asks at once, for as long as there is work. */
    private final TestServer server = TestServer.start(
            1,
            Map.of("datasources.default.maximum-pool-size", POOL, "datasources.default.connection-timeout", 120_000));

    private QueueBench() {}

    public static void main(String[] args) throws Exception {
        QueueBench bench = new QueueBench();
        try (TestServer _ = bench.server) {
            Files.writeString(Path.of(args[1]), bench.measured(args[0]));
        }
        System.exit(0);
    }

    private String measured(String commit) throws Exception {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        double select = floor("SELECT 1", false);
        double update = floor("UPDATE floor SET n = n + 1 WHERE id = ?", true);
        List<JobFixture.RemoteWorker> workers = workers();
        leases(workers, ROUNDS / 2, 1); // Warm.
        double one = leases(workers, ROUNDS, 1);
        double four = leases(workers, ROUNDS, 4);
        double[] starts = starts();
        String result = """
                {
                  "benchmark": "the queue against plain round trips of the same database",
                  "date": "%s",
                  "commit": "%s",
                  "machine": {"cpu": "%s", "cores": %d, "os": "%s", "jdk": "%s", "loadBefore": %.2f},
                  "floor": {"connections": %d, "selectsPerSecond": %.0f, "committedUpdatesPerSecond": %.0f},
                  "lease": {"workers": %d, "studios": %d, "rounds": %d, "perSecondOneByOne": %.0f, "perSecondByFour": %.0f,
                    "goal": 1000},
                  "enqueueToStart": {"unit": "ms", "jobs": %d, "idleWorkers": %d, "jitter": %d, "p50": %.1f, "p99": %.1f,
                    "goal": 50}
                }
                """.formatted(
                        InstantSource.system().instant(),
                        commit,
                        cpu(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                        System.getProperty("java.version"),
                        load,
                        POOL,
                        select,
                        update,
                        WORKERS,
                        STUDIOS,
                        ROUNDS,
                        one,
                        four,
                        STARTS,
                        IDLE_WORKERS,
                        JITTER,
                        starts[STARTS / 2],
                        starts[STARTS * 99 / 100]);
        System.out.print(result);
        return result;
    }

    /** Statements a second, each in a transaction of its own, by as many connections as the server has. */
    private double floor(String sql, boolean isOfRow) throws Exception {
        Endpoints.Postgres database = server.database();
        try (Connection connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS floor (id int PRIMARY KEY, n int NOT NULL)");
            statement.execute(
                    "INSERT INTO floor SELECT n, 0 FROM generate_series(1, " + POOL + ") AS n ON CONFLICT DO NOTHING");
        }
        AtomicInteger done = new AtomicInteger();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(FLOOR_SECONDS);
        all(POOL, number -> {
            try (Connection connection = connect(database);
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                if (isOfRow) {
                    statement.setInt(1, number + 1);
                }
                while (System.nanoTime() < end) {
                    statement.execute();
                    done.incrementAndGet();
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        return done.get() / (double) FLOOR_SECONDS;
    }

    private static Connection connect(Endpoints.Postgres database) throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.admin().user(), database.admin().password());
    }

    private List<JobFixture.RemoteWorker> workers() {
        JobFixture fixture = new JobFixture(server);
        List<JobFixture.RemoteWorker> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(fixture.new RemoteWorker("w" + i));
        }
        return workers;
    }

    /** What workerLease does; the number of jobs. */
    private int lease(JobFixture.RemoteWorker remote, int max) {
        Worker heard = server.bean(Workers.class).heardFrom(remote.actor.id(), Id.Type.WORKER.uuid(remote.id), null);
        return (int) server.bean(Leasing.class).lease(heard, Set.of(JobKind.RENDER), max, Worker.Room.ALL).stream()
                .map(server.bean(LeaseFiles.class)::with)
                .filter(Objects::nonNull)
                .count();
    }

    /** Jobs leased a second: in every round each worker asks once, all at the same time, and then all jobs end. */
    private double leases(List<JobFixture.RemoteWorker> workers, int rounds, int max) throws Exception {
        JobFixture.emptyQueue(server);
        int jobs = WORKERS * max * rounds;
        for (int i = 0; i < STUDIOS; i++) {
            new JobFixture(server).bulk(jobs / STUDIOS);
        }
        AtomicInteger leased = new AtomicInteger();
        long nanos = 0;
        for (int round = 0; round < rounds; round++) {
            long begin = System.nanoTime();
            all(WORKERS, number -> leased.addAndGet(lease(workers.get(number), max)));
            nanos += System.nanoTime() - begin;
            server.sql().doEverywhere(tx -> {
                tx.update("UPDATE attempt SET ended_at = now(), outcome = 'SUCCEEDED' WHERE ended_at IS NULL");
                tx.update("UPDATE job SET state = 'SUCCEEDED', ended_at = now() WHERE state = 'RUNNING'");
            });
        }
        // Who asks for four and finds some of them taken gets fewer, and would ask again.
        if (leased.get() < jobs * 0.9) {
            throw new IllegalStateException(leased + " of " + jobs + " were leased");
        }
        return leased.get() / (nanos / 1e9);
    }

    /** Milliseconds from when a submit is sent until a worker that was idle has the job, sorted; warm. */
    private double[] starts() throws Exception {
        JobFixture fixture = new JobFixture(server);
        BlockingQueue<Long> started = new LinkedBlockingQueue<>();
        List<Disposable> listening = new ArrayList<>();
        ScheduledExecutorService later = Executors.newScheduledThreadPool(IDLE_WORKERS);
        for (int i = 0; i < IDLE_WORKERS; i++) {
            JobFixture.RemoteWorker remote = fixture.new RemoteWorker("idle");
            listening.add(Flux.from(server.bean(Ticks.class).follow(JobEvents.WORKERS))
                    .subscribe(tick -> {
                        Future<?> _ = later.schedule(
                                () -> {
                                    if (lease(remote, 1) > 0) {
                                        started.add(System.nanoTime());
                                    }
                                },
                                ThreadLocalRandom.current().nextInt(JITTER + 1),
                                TimeUnit.MILLISECONDS);
                    }));
        }
        double[] millis = new double[STARTS];
        for (int i = -WARM_STARTS; i < STARTS; i++) {
            JobFixture.emptyQueue(server); // Else the lease of the last one ends in time, and it is started again.
            String clip = fixture.clip("OWNED");
            long begin = System.nanoTime();
            fixture.submit(clip, 1.0, "start-" + i);
            Long start = started.poll(10, TimeUnit.SECONDS);
            if (start == null) {
                throw new IllegalStateException("nobody took the job");
            }
            if (i >= 0) {
                millis[i] = (start - begin) / 1e6;
            }
        }
        listening.forEach(Disposable::dispose);
        later.shutdownNow();
        Arrays.sort(millis);
        return millis;
    }

    private interface Task {
        void run(int number);
    }

    private static void all(int count, Task task) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                Callable<Boolean> call = () -> {
                    task.run(number);
                    return true;
                };
                all.add(threads.submit(call));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    private static String cpu() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        return Files.isReadable(info)
                ? Files.readAllLines(info).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown")
                : "unknown";
    }
}
