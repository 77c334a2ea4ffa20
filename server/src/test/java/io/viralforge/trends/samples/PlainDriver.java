package io.viralforge.trends.samples;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.viralforge.local.Endpoints;
import io.viralforge.platform.cql.Cassandra;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the driver does without anything of ours: the same rows, as many of them under way. */
final class PlainDriver implements AutoCloseable {
    private static final String KEYSPACE = "plain_driver";

    private final CqlSession session;
    private final PreparedStatement byItem;
    private final PreparedStatement byHour;

    PlainDriver(Endpoints.Cassandra cassandra) {
        session = CqlSession.builder()
                .addContactPoint(cassandra.contactPoint())
                .withLocalDatacenter(cassandra.datacenter())
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(5))
                        .build())
                .build();
        session.execute("CREATE KEYSPACE " + KEYSPACE + " WITH replication = {'class': 'NetworkTopologyStrategy', '"
                + cassandra.datacenter() + "': 1}");
        session.execute("USE " + KEYSPACE);
        new SampleStore.Tables().statements().forEach(session::execute);
        byItem = session.prepare(SampleStore.BY_ITEM);
        byHour = session.prepare(SampleStore.BY_HOUR);
    }

    void write(String network, Collection<Seen> seen) throws InterruptedException {
        Semaphore free = new Semaphore(Cassandra.IN_FLIGHT);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        for (Seen one : seen) {
            Instant minute = one.sample().at().truncatedTo(ChronoUnit.MINUTES);
            Instant hour = minute.truncatedTo(ChronoUnit.HOURS);
            for (BoundStatement bound : List.of(
                    byItem.bind(row(one.sample(), one.item(), minute)),
                    byHour.bind(row(one.sample(), network, hour, minute, one.item())))) {
                free.acquire();
                var _ = session.executeAsync(bound).whenComplete((_, failed) -> {
                    failure.compareAndSet(null, failed);
                    free.release();
                });
            }
        }
        free.acquire(Cassandra.IN_FLIGHT);
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
    }

    private static Object[] row(Sample sample, Object... key) {
        Stream<@Nullable Object> columns = Stream.of(
                ChronoUnit.MICROS.between(Instant.EPOCH, sample.at()),
                sample.interest(),
                sample.likes(),
                sample.comments(),
                sample.bestRank(),
                sample.places());
        return Stream.concat(columns, Stream.of(key)).toArray();
    }

    @Override
    public void close() {
        session.close();
    }
}
