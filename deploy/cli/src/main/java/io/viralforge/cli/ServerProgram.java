package io.viralforge.cli;

import io.viralforge.cli.Keeper.Running;
import io.viralforge.cli.LocalApi.Studio;
import io.viralforge.client.GraphqlException;
import io.viralforge.local.ChildProcess;
import io.viralforge.local.Endpoints;
import io.viralforge.local.LocalServicesException;
import io.viralforge.local.RunFolder;
import io.viralforge.types.cli.WorkerList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The server as a child process, and the settings it gets. */
final class ServerProgram {
    /** Names of secrets in the data folder. */
    static final String LOCAL_SESSION = "local-session";

    static final String SETUP_LINK = "setup-link";

    private static final String NAME = "server";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(40);
    /** Its own line, which no setting of the log takes away. */
    private static final String READY = "ViralForge listens on ";

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final RunFolder folder;
    private final Map<String, String> further;
    private final Consumer<String> say;
    private volatile ListenAddress address;
    private volatile boolean isSettled;

    /**
     * One that listens at an address.
     *
     * @param isSettled whether it must be that address, or may be the next free port, until it has once been ready
     * @param further settings besides those that follow from what runs here
     * @param say hears of another port
     */
    ServerProgram(
            RunFolder folder,
            ListenAddress address,
            boolean isSettled,
            Map<String, String> further,
            Consumer<String> say) {
        this.folder = folder;
        this.address = address;
        this.isSettled = isSettled;
        this.further = further;
        this.say = say;
    }

    /** Where it listens; the same for good since it was ready for the first time. */
    ListenAddress address() {
        return address;
    }

    static JvmProgram jvm() {
        return JvmProgram.withAotCache(
                NAME, "io.viralforge.Main", List.of("-Xmx256m", "-XX:MaxDirectMemorySize=96m"), ServerProgram::isReady);
    }

    static boolean isReady(String line) {
        return line.startsWith(READY);
    }

    /**
     * Starts it and waits until it answers. Between choosing a port and opening it pass seconds, in which another program
     * may take it; that one's health would be no news of ours, so the server must have said first that it listens.
     *
     * @throws LocalServicesException START_FAILED with its last words, when it ends or is not ready in two minutes
     * @throws Failure when another program has the port, and no other may be used
     */
    Running start(JvmProgram jvm, Endpoints stores, int cassandraPort) {
        while (true) {
            if (address.isFree()) {
                JvmChild child = JvmChild.start(folder, jvm, List.of(), settings(stores, cassandraPort), this::isIdle);
                try {
                    awaitHealth(child.process());
                    isSettled = true;
                    return child.kept(STOP_PATIENCE);
                } catch (RuntimeException e) {
                    child.abandon();
                    if (!child.process().hasLostPort()) {
                        throw e;
                    }
                }
            }
            if (isSettled) {
                throw address.taken();
            }
            address = address.next(say);
        }
    }

    /** Whether no worker holds a job: while the server stands still, no lease is renewed. */
    private boolean isIdle() throws InterruptedException {
        for (Studio studio : Studio.EXISTING) {
            try (LocalApi api = LocalApi.open(new Installation(folder.path()), address.local(), studio)) {
                return api.client().execute(new WorkerList().first(100)).workers().nodes().stream()
                        .allMatch(worker -> worker.leasedJobs() == 0);
            } catch (Failure _) {
                // There is no such studio.
            } catch (GraphqlException _) {
                return false;
            }
        }
        // No studio, no jobs.
        return true;
    }

    private void awaitHealth(ChildProcess child) {
        long begin = System.nanoTime();
        while (!child.isReady() || !Health.of(address.local()).isReady()) {
            try {
                if (child.hasLostPort()) {
                    // Told at once: a JVM that is asked to end may take its time, and nobody needs this one.
                    throw failed(child, "found its port taken");
                }
                int code = child.exit().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                throw failed(child, "ended with code " + code);
            } catch (TimeoutException _) {
                if (Duration.ofNanos(System.nanoTime() - begin).compareTo(START_LIMIT) > 0) {
                    throw failed(child, "was not ready after " + START_LIMIT.toSeconds() + " s");
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LocalServicesException(
                        LocalServicesException.Code.INTERRUPTED, "Interrupted while the server starts.", e);
            }
        }
    }

    private LocalServicesException failed(ChildProcess child, String what) {
        List<String> words = child.lastLines();
        return new LocalServicesException(
                LocalServicesException.Code.START_FAILED,
                "The server " + what + ". Its log is " + folder.log(NAME) + "; its last words:\n  "
                        + String.join("\n  ", words.subList(Math.max(0, words.size() - 8), words.size())),
                null);
    }

    /** No public address: that is for the operator to know, and without one each caller is answered as they came. */
    Map<String, String> settings(Endpoints stores, int cassandraPort) {
        Endpoints.Postgres postgres = stores.postgres();
        Map<String, String> settings = new HashMap<>(further);
        settings.put("VIRALFORGE_VERSION", Version.number());
        settings.put("VIRALFORGE_HOST", address.host());
        settings.put("VIRALFORGE_PORT", Integer.toString(address.port()));
        settings.put("VIRALFORGE_POSTGRES_URL", postgres.jdbcUrl());
        settings.put("VIRALFORGE_POSTGRES_USER", postgres.app().user());
        settings.put("VIRALFORGE_POSTGRES_PASSWORD", postgres.app().password());
        settings.put("VIRALFORGE_POSTGRES_OWNER_USER", postgres.owner().user());
        settings.put("VIRALFORGE_POSTGRES_OWNER_PASSWORD", postgres.owner().password());
        settings.put("VIRALFORGE_REDIS_URI", stores.redis().uri().toString());
        settings.put("VIRALFORGE_CASSANDRA_CONTACT_POINTS", "127.0.0.1:" + cassandraPort);
        settings.put("VIRALFORGE_CASSANDRA_DATACENTER", "datacenter1");
        settings.put("VIRALFORGE_OBJECTS_DIR", folder.path().resolve("objects").toString());
        settings.put("VIRALFORGE_MASTER_KEY_FILE", secret("master-key"));
        settings.put("VIRALFORGE_MASTER_KEY_FILE_CREATE", "true");
        settings.put("VIRALFORGE_SETUP_LINK_FILE", secret(SETUP_LINK));
        // Made here and not left to the server, which answers a moment before it would write it.
        folder.secrets().secret(LOCAL_SESSION);
        settings.put("VIRALFORGE_LOCAL_SESSION_FILE", secret(LOCAL_SESSION));
        return settings;
    }

    private String secret(String name) {
        Path file = folder.secrets().file(name);
        return file.toString();
    }
}
