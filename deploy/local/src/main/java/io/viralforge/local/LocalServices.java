package io.viralforge.local;

import io.viralforge.local.LocalServicesException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What runs on this machine for one data folder: real servers as child processes, which end with this JVM however it
 * ends. Their data lasts; passwords are made once and kept in the folder.
 */
public final class LocalServices implements AutoCloseable {
    private static final long ROOM_NEEDED = 512L << 20;

    private final Map<Service, LocalServer> servers;
    private final @Nullable CassandraTraining training;
    private final RunFolder folder;
    private final boolean ownsFolder;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LocalServices(
            Map<Service, LocalServer> servers,
            @Nullable CassandraTraining training,
            RunFolder folder,
            boolean ownsFolder) {
        this.servers = servers;
        this.training = training;
        this.folder = folder;
        this.ownsFolder = ownsFolder;
    }

    /**
     * Opens a data folder, made if it is missing, and starts services in it; {@link #close} gives the folder back.
     *
     * @throws LocalServicesException with a code that says why nothing runs
     */
    public static LocalServices start(Path dataDir, Set<Service> which, StartListener listener) {
        return start(dataDir, which, Tuning.LASTING, listener);
    }

    /**
     * Starts services, all at once, in a folder that the caller holds, and closes after these. Either all run when this
     * returns or none.
     *
     * @throws LocalServicesException with a code that says why nothing runs
     */
    public static LocalServices start(RunFolder folder, Set<Service> which, StartListener listener) {
        return start(folder, false, which, Tuning.LASTING, listener);
    }

    static LocalServices start(Path dataDir, Set<Service> which, Tuning tuning, StartListener listener) {
        RunFolder folder = RunFolder.open(dataDir);
        try {
            return start(folder, true, which, tuning, listener);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static LocalServices start(
            RunFolder folder, boolean ownsFolder, Set<Service> which, Tuning tuning, StartListener listener) {
        Map<Service, LocalServer> servers = startAll(folder, which, tuning, listener);
        @Nullable
        CassandraTraining training = which.contains(Service.CASSANDRA) && tuning.training()
                ? CassandraTraining.startIfNeeded(folder, CassandraJvm.ofBuild())
                : null;
        return new LocalServices(servers, training, folder, ownsFolder);
    }

    /** Where the started services answer. */
    public Endpoints endpoints() {
        return new Endpoints(
                endpoint(Service.POSTGRES, Endpoints.Postgres.class),
                endpoint(Service.REDIS, Endpoints.Redis.class),
                endpoint(Service.CASSANDRA, Endpoints.Cassandra.class),
                endpoint(Service.S3, Endpoints.S3.class));
    }

    /**
     * The process of a started service: for its id, and to hear of its end.
     *
     * @throws IllegalStateException if it was not started
     */
    public ChildProcess process(Service service) {
        @Nullable LocalServer server = servers.get(service);
        if (server == null) {
            throw new IllegalStateException(service + " was not started");
        }
        return server.process();
    }

    /** Stops all in good order, at once. Whoever uses them stops first. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            if (training != null) {
                training.close();
            }
            stopAll(servers);
            if (ownsFolder) {
                folder.close();
            }
        }
    }

    RunFolder folder() {
        return folder;
    }

    @Nullable
    CassandraTraining training() {
        return training;
    }

    private <E extends Record> @Nullable E endpoint(Service service, Class<E> type) {
        @Nullable LocalServer server = servers.get(service);
        return server == null ? null : type.cast(server.endpoint());
    }

    private static Map<Service, LocalServer> startAll(
            RunFolder folder, Set<Service> which, Tuning tuning, StartListener listener) {
        requireRoom(folder);
        Map<Service, LocalServer> started = new EnumMap<>(Service.class);
        @Nullable LocalServicesException failure = null;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var completion = new ExecutorCompletionService<LocalServer>(threads);
            for (Service service : which) {
                StartProgress progress = new StartProgress(service, listener);
                completion.submit(() -> start(service, folder, tuning, progress));
            }
            for (int open = which.size(); open > 0; ) {
                try {
                    LocalServer server = completion.take().get();
                    started.put(server.service(), server);
                    open--;
                } catch (ExecutionException e) {
                    failure = failure == null ? failure(e.getCause()) : failure;
                    open--;
                    threads.shutdownNow();
                } catch (InterruptedException e) {
                    failure = new LocalServicesException(Code.INTERRUPTED, "Interrupted during the start", e);
                    threads.shutdownNow();
                }
            }
        }
        if (failure != null) {
            stopAll(started);
            if (failure.code() == Code.INTERRUPTED) {
                Thread.currentThread().interrupt();
            }
            throw failure;
        }
        return started;
    }

    private static LocalServer start(Service service, RunFolder folder, Tuning tuning, StartProgress progress) {
        return switch (service) {
            case POSTGRES -> PostgresServer.start(folder, tuning.postgresSettings(), progress);
            case REDIS -> RedisServer.start(folder, progress);
            case CASSANDRA -> CassandraServer.start(folder, progress);
            case S3 -> S3Server.start(folder, progress);
        };
    }

    private static LocalServicesException failure(@Nullable Throwable cause) {
        return cause instanceof LocalServicesException known
                ? known
                : new LocalServicesException(Code.START_FAILED, "The start failed: " + cause, cause);
    }

    private static void stopAll(Map<Service, LocalServer> servers) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            servers.values().forEach(server -> threads.execute(server::stop));
        }
    }

    private static void requireRoom(RunFolder folder) {
        try {
            long room = Files.getFileStore(folder.path()).getUsableSpace();
            if (room < ROOM_NEEDED) {
                throw new LocalServicesException(
                        Code.DISK,
                        "Only " + (room >> 20) + " MiB are free for " + folder.path() + "; " + (ROOM_NEEDED >> 20)
                                + " are needed.");
            }
        } catch (IOException e) {
            throw LocalServicesException.disk("The folder " + folder.path() + " cannot be used", e);
        }
    }
}
