package io.viralforge.platform.cql;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.scheduling.annotation.Scheduled;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to Cassandra. It is made in the background and tried again until it stands; from then on the driver
 * reconnects by itself. Nobody waits for it at start.
 */
@Singleton
public final class Cassandra {
    private static final Logger log = LoggerFactory.getLogger(Cassandra.class);

    private static final String AWAY = "The time series store cannot be reached.";

    /** For an answer, retries on other nodes included; a busy cluster takes more than the driver's own two seconds. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Statements of one {@link #executeAll} that are under way. */
    public static final int IN_FLIGHT = 128;

    /** A look that takes longer counts as a no. */
    private static final SimpleStatement LOOK =
            SimpleStatement.newInstance("SELECT key FROM system.local").setTimeout(Duration.ofSeconds(2));

    private final CassandraSettings settings;
    private final List<CqlTables> tables;
    private final Map<String, PreparedStatement> prepared = new ConcurrentHashMap<>();
    private final ReentrantLock connecting = new ReentrantLock();
    private volatile @Nullable CqlSession session;
    private volatile boolean isClosed;

    Cassandra(CassandraSettings settings, List<CqlTables> tables) {
        this.settings = settings;
        this.tables = tables;
    }

    /**
     * Runs a statement that answers nothing, in our keyspace.
     *
     * @param values see {@link #bind}
     * @throws CodedException UNAVAILABLE while there is no connection, and when no answer comes within {@link #PATIENCE}
     * @throws QueryValidationException when the statement is wrong
     */
    public void execute(String cql, @Nullable Object... values) {
        answered(current -> current.execute(bind(cql, values)));
    }

    /** All rows of a query, however many pages they take; else as {@link #execute}. */
    public <T> List<T> rows(String cql, Function<Row, T> reader, Object... values) {
        return answered(
                current -> current.execute(bind(cql, values)).map(reader).all());
    }

    /**
     * A statement for {@link #executeAll}, or for a batch of it. Each text is prepared once.
     *
     * @param values in order; one that is null leaves its column as it is and, unlike a null in CQL, erases nothing
     * @throws CodedException UNAVAILABLE as {@link #execute}
     */
    public BoundStatement bind(String cql, @Nullable Object... values) {
        return answered(current -> {
            BoundStatement bound =
                    prepared.computeIfAbsent(cql, current::prepare).bind(values);
            for (int i = 0; i < values.length; i++) {
                bound = values[i] == null ? bound.unset(i) : bound;
            }
            return bound;
        });
    }

    /**
     * Runs statements in no order, {@link #IN_FLIGHT} at a time, and returns when all are done.
     *
     * @param statements read as they are sent, so that there may be more than memory holds
     * @throws CodedException UNAVAILABLE as {@link #execute}, when one was not done; others may have been
     */
    public void executeAll(Stream<? extends Statement<?>> statements) {
        answered(current -> {
            Semaphore free = new Semaphore(IN_FLIGHT);
            AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
            statements.takeWhile(_ -> failure.get() == null).forEach(next -> {
                free.acquireUninterruptibly();
                var _ = current.executeAsync(next).whenComplete((_, failed) -> {
                    failure.compareAndSet(null, failed);
                    free.release();
                });
            });
            free.acquireUninterruptibly(IN_FLIGHT);
            Throwable failed = failure.get();
            if (failed != null) {
                throw failed instanceof DriverException known ? known : new IllegalStateException(failed);
            }
            return true;
        });
    }

    /** Whether there is one, away or not. */
    public boolean isThere() {
        return !settings.contactPoints().isEmpty();
    }

    private <T> T answered(Function<CqlSession, T> work) {
        CqlSession current = session;
        if (current == null) {
            throw new CodedException(ErrorCode.UNAVAILABLE, AWAY);
        }
        try {
            return work.apply(current);
        } catch (QueryValidationException ours) {
            throw ours;
        } catch (DriverException e) {
            log.warn("Cassandra did not do it: {}", e.toString());
            throw new CodedException(ErrorCode.UNAVAILABLE, AWAY, e);
        }
    }

    /** Whether a node answers. */
    public boolean isUp() {
        CqlSession current = session;
        if (current == null) {
            return false;
        }
        try {
            current.execute(LOOK);
            return true;
        } catch (DriverException down) {
            return false;
        }
    }

    @EventListener
    void onStart(StartupEvent event) {
        Thread.ofVirtual().name("cassandra-connect").start(this::connect);
    }

    @Scheduled(initialDelay = "3s", fixedDelay = "3s")
    void connect() {
        if (session != null || !isThere()) {
            return;
        }
        connecting.lock();
        try {
            if (session == null && !isClosed) {
                open();
            }
        } catch (DriverException | IllegalStateException e) {
            log.info("Cassandra is not there yet: {}", e.getMessage());
        } finally {
            connecting.unlock();
        }
    }

    private void open() {
        try (CqlSession bare = builder().build()) {
            bare.execute(
                    "CREATE KEYSPACE IF NOT EXISTS %s WITH replication = {'class': 'NetworkTopologyStrategy', '%s': %d}"
                            .formatted(settings.keyspace(), settings.datacenter(), settings.replication()));
        }
        CqlSession opened = builder().withKeyspace(settings.keyspace()).build();
        try {
            tables.forEach(feature -> feature.statements().forEach(opened::execute));
        } catch (DriverException e) {
            opened.close();
            throw e;
        }
        session = opened;
        if (isClosed) {
            opened.close();
        }
        log.info("Cassandra: connected");
    }

    private CqlSessionBuilder builder() {
        CqlSessionBuilder builder = CqlSession.builder()
                .withLocalDatacenter(settings.datacenter())
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        // What one replica has written, the other reads, whichever nodes they ask.
                        .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, PATIENCE)
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE)
                        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, PATIENCE)
                        .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, PATIENCE)
                        // Each change of the schema waits for this window.
                        .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ofMillis(10))
                        .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
                        .build());
        for (String point : settings.contactPoints().split(",", -1)) {
            int colon = point.lastIndexOf(':');
            builder.addContactPoint(new InetSocketAddress(
                    point.substring(0, colon).strip(),
                    Integer.parseInt(point.substring(colon + 1).strip())));
        }
        if (!settings.user().isEmpty()) {
            builder.withAuthCredentials(settings.user(), settings.password());
        }
        return builder;
    }

    @PreDestroy
    void close() {
        isClosed = true;
        CqlSession current = session;
        if (current != null) {
            current.close();
        }
    }
}
