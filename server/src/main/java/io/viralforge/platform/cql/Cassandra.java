package io.viralforge.platform.cql;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
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
import java.util.concurrent.locks.ReentrantLock;
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

    /** A look that takes longer counts as a no. */
    private static final SimpleStatement LOOK =
            SimpleStatement.newInstance("SELECT key FROM system.local").setTimeout(Duration.ofSeconds(2));

    private final CassandraSettings settings;
    private final List<CqlTables> tables;
    private final ReentrantLock connecting = new ReentrantLock();
    private volatile @Nullable CqlSession session;
    private volatile boolean isClosed;

    Cassandra(CassandraSettings settings, List<CqlTables> tables) {
        this.settings = settings;
        this.tables = tables;
    }

    /**
     * Runs a statement in our keyspace.
     *
     * @throws CodedException UNAVAILABLE while there is no connection, and when no answer comes within {@link #PATIENCE}
     * @throws QueryValidationException when the statement is wrong, or a value is of another type than its column
     */
    public ResultSet execute(String cql, Object... values) {
        CqlSession current = session;
        if (current == null) {
            throw new CodedException(ErrorCode.UNAVAILABLE, AWAY);
        }
        try {
            return current.execute(cql, values);
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
        if (session != null || settings.contactPoints().isEmpty()) {
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
