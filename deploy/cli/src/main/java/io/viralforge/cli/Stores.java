package io.viralforge.cli;

import io.viralforge.cli.Keeper.Running;
import io.viralforge.local.Endpoints;
import io.viralforge.local.LocalServices;
import io.viralforge.local.LocalServicesException;
import io.viralforge.local.RunFolder;
import io.viralforge.local.Service;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, Redis and Cassandra below this process, each kept running. Nothing waits for Cassandra: it takes longest
 * by far and only feeds charts. Its port is chosen beforehand, so that the server can be told.
 */
final class Stores implements AutoCloseable {
    private static final String CASSANDRA = "cassandra";

    private final RunFolder folder;
    private final StartView view;
    private final Runnable onMoved;
    private final int cassandraPort;
    private final Map<Service, LocalServices> started = new EnumMap<>(Service.class);
    private final Map<Service, Keeper> keepers = new EnumMap<>(Service.class);

    /** @param onMoved run when a store that had to be started again answers at another address than before */
    Stores(RunFolder folder, StartView view, Runnable onMoved) {
        this.folder = folder;
        this.view = view;
        this.onMoved = onMoved;
        this.cassandraPort = folder.ports().free(CASSANDRA);
        folder.ports().keep(CASSANDRA, cassandraPort);
    }

    /** Starts PostgreSQL and Redis and returns when both answer. */
    void start() throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Keeper> postgres = threads.submit(() -> keep(Service.POSTGRES));
            Future<Keeper> redis = threads.submit(() -> keep(Service.REDIS));
            try {
                add(Service.REDIS, redis.get());
                add(Service.POSTGRES, postgres.get());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof LocalServicesException known ? known : new IllegalStateException(e);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /** Starts Cassandra beside the caller. */
    void startCassandra() {
        add(
                Service.CASSANDRA,
                Keeper.startBeside(StartView.name(Service.CASSANDRA), () -> start(Service.CASSANDRA), view::say));
    }

    /** Where PostgreSQL and Redis answer now. */
    synchronized Endpoints endpoints() {
        return new Endpoints(
                of(Service.POSTGRES).endpoints().postgres(),
                of(Service.REDIS).endpoints().redis(),
                null,
                null);
    }

    int cassandraPort() {
        return cassandraPort;
    }

    /** Stops all three at once. */
    @Override
    public void close() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            synchronized (keepers) {
                keepers.values().forEach(keeper -> threads.execute(keeper::close));
            }
        }
    }

    private Keeper keep(Service service) throws InterruptedException {
        return Keeper.start(StartView.name(service), () -> start(service), view::say);
    }

    private void add(Service service, Keeper keeper) {
        synchronized (keepers) {
            keepers.put(service, keeper);
        }
    }

    private Running start(Service service) {
        @Nullable LocalServices before = last(service);
        if (before != null) {
            before.close();
        }
        LocalServices services = LocalServices.start(folder, EnumSet.of(service), view);
        remember(service, services);
        if (before != null && !before.endpoints().equals(services.endpoints())) {
            onMoved.run();
        }
        return new Running(services.process(service).exit(), services::close);
    }

    private synchronized void remember(Service service, LocalServices services) {
        started.put(service, services);
    }

    /** As it was started last; null before its first start. */
    private synchronized @Nullable LocalServices last(Service service) {
        return started.get(service);
    }

    private LocalServices of(Service service) {
        @Nullable LocalServices services = last(service);
        if (services == null) {
            throw new IllegalStateException(service + " was not started");
        }
        return services;
    }
}
