package io.viralforge.cli;

import io.viralforge.cli.Keeper.Running;
import io.viralforge.local.CacheFolder;
import io.viralforge.local.RunFolder;
import io.viralforge.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything of one installation, running below this process: the stores, the server, a worker. What dies is started
 * again; {@link #close} stops in the order worker, server, stores.
 */
final class Stack implements AutoCloseable {
    private static final String SERVER = "server";

    /**
     * What is wanted.
     *
     * @param port null: the last one, else 8080 or the next that is free
     * @param sandbox what the server publishes to; null: what its environment says
     */
    record Wish(
            Path folder,
            String host,
            @Nullable Integer port,
            boolean hasWorker,
            @Nullable Sandbox sandbox) {
        Map<String, String> settings() {
            return sandbox == null ? Map.of() : sandbox.settings();
        }
    }

    private final RunFolder folder;
    private final Installation installation;
    private final StartView view;
    private final Stores stores;
    private final ServerProgram program;
    private final JvmProgram jvm;
    private volatile @Nullable Keeper server;
    private volatile @Nullable Keeper worker;

    private Stack(RunFolder folder, Wish wish, StartView view) {
        this.folder = folder;
        this.installation = new Installation(folder.path());
        this.view = view;
        this.stores = new Stores(folder, view, this::renewServer);
        ListenAddress address = ListenAddress.choose(
                wish.host(), wish.port(), folder.ports().all().get(SERVER), view::say);
        this.program = new ServerProgram(folder, address, wish.port() != null, wish.settings(), view::say);
        this.jvm = ServerProgram.jvm();
    }

    /**
     * Starts all of it and returns when the server answers; Cassandra and the worker may follow.
     *
     * @throws io.viralforge.local.LocalServicesException with a sentence that says why nothing runs
     */
    static Stack start(Wish wish, StartView view) throws InterruptedException {
        ListenAddress.check(wish.host(), wish.port());
        RunFolder folder = RunFolder.open(wish.folder());
        @Nullable Stack stack = null;
        try {
            stack = new Stack(folder, wish, view);
            stack.start(wish.hasWorker());
            if (wish.sandbox() != null) {
                wish.sandbox().register(stack.address().local().resolve("/connect"));
            }
            return stack;
        } catch (RuntimeException | InterruptedException | Error e) {
            if (stack != null) {
                stack.close();
            } else {
                folder.close();
            }
            throw e;
        }
    }

    private void start(boolean hasWorker) throws InterruptedException {
        stores.startCassandra();
        stores.start();
        server = Keeper.start("The server", this::startServer, view::say);
        folder.ports().keep(SERVER, address().port());
        announce();
        if (hasWorker) {
            WorkerProgram own =
                    new WorkerProgram(folder, installation, address().local());
            worker = Keeper.startBeside("The worker", own::start, view::say);
        }
        new CacheFolder(JvmProgram.Caches.folder()).prune(InstantSource.system().instant());
    }

    Installation installation() {
        return installation;
    }

    ListenAddress address() {
        return program.address();
    }

    @Override
    public void close() {
        // A stop is often asked for by an interrupt; the stopping itself must not be cut short by it.
        boolean wasInterrupted = Thread.interrupted();
        withdraw();
        close(worker);
        close(server);
        stores.close();
        folder.close();
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Running startServer() {
        return program.start(jvm, stores.endpoints(), stores.cassandraPort());
    }

    /** A store moved: only a new start tells the server. */
    private void renewServer() {
        @Nullable Keeper now = server;
        if (now != null) {
            now.renew();
        }
    }

    private void announce() {
        try {
            installation.announce(address().local());
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder.path() + " cannot be written", e);
        }
    }

    private void withdraw() {
        try {
            installation.announce(null);
        } catch (IOException _) {
            // Whoever reads it looks first whether anybody holds the folder.
        }
    }

    private static void close(@Nullable Keeper keeper) {
        if (keeper != null) {
            keeper.close();
        }
    }
}
