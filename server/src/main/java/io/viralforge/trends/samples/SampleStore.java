package io.viralforge.trends.samples;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.viralforge.platform.cql.Cassandra;
import io.viralforge.platform.cql.CqlTables;
import io.viralforge.platform.error.CodedException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Samples in Cassandra, twice: by item, for its series, and by network and hour, for what a network showed.
 *
 * <p>A row is written as of when its item was seen, to the microsecond, and not as of when it is written. So of one minute
 * the latest look stays, also when others come in late or again, and a row needs not be read before it is written. Nothing
 * is ever erased: what is unknown is left as it is, places are added.
 */
@Singleton
final class SampleStore {
    /** A year and a month: what is seen now can be held against the same weeks a year ago. */
    private static final Duration KEPT = Duration.ofDays(400);

    /** Rows of one hour that go as one write. */
    private static final int BATCH = 50;

    static final String BY_ITEM = update("sample_by_item", "item_id = ? AND at = ?");
    static final String BY_HOUR = update("sample_by_hour", "network = ? AND hour = ? AND at = ? AND item_id = ?");

    private final Cassandra cassandra;

    SampleStore(Cassandra cassandra) {
        this.cassandra = cassandra;
    }

    /**
     * The tables. An item's partition holds a row for each time it was looked at: some 10,000 and 1 MB when that is every
     * hour. A network's hour holds what its allowance can bring: a million rows and 60 MB at the very most, if all of a
     * day's largest is spent in it.
     */
    @Singleton
    static final class Tables implements CqlTables {
        @Override
        public List<String> statements() {
            return List.of("""
                    CREATE TABLE IF NOT EXISTS sample_by_item (
                        item_id uuid, at timestamp,
                        interest bigint, likes bigint, comments bigint, best_rank int, places set<text>,
                        PRIMARY KEY (item_id, at))
                    WITH CLUSTERING ORDER BY (at DESC) AND default_time_to_live = %d
                        AND compaction = {'class': 'UnifiedCompactionStrategy'}""".formatted(KEPT.toSeconds()), """
                    CREATE TABLE IF NOT EXISTS sample_by_hour (
                        network text, hour timestamp, at timestamp, item_id uuid,
                        interest bigint, likes bigint, comments bigint, best_rank int, places set<text>,
                        PRIMARY KEY ((network, hour), at, item_id))
                    WITH default_time_to_live = %d
                        AND compaction = {'class': 'UnifiedCompactionStrategy'}""".formatted(KEPT.toSeconds()));
        }
    }

    private static String update(String table, String row) {
        return """
                UPDATE %s USING TIMESTAMP ?
                SET interest = ?, likes = ?, comments = ?, best_rank = ?, places = places + ? WHERE %s""".formatted(table, row);
    }

    /** Whether this installation has a place for samples, away or not. */
    boolean isThere() {
        return cassandra.isThere();
    }

    /** @throws CodedException UNAVAILABLE; some of it may have been written */
    void write(String network, Collection<Seen> seen) {
        Stream<Statement<?>> items = seen.stream().map(one -> row(BY_ITEM, one.sample(), one.item(), minute(one)));
        Stream<Statement<?>> hours = seen.stream().collect(Collectors.groupingBy(SampleStore::hour)).entrySet().stream()
                .flatMap(hour -> hour.getValue().stream()
                        .<BatchableStatement<?>>map(
                                one -> row(BY_HOUR, one.sample(), network, hour.getKey(), minute(one), one.item()))
                        .gather(Gatherers.windowFixed(BATCH)))
                .map(rows -> BatchStatement.newInstance(BatchType.UNLOGGED, rows));
        cassandra.executeAll(Stream.concat(items, hours));
    }

    private BatchableStatement<?> row(String update, Sample sample, Object... key) {
        Stream<@Nullable Object> columns = Stream.of(
                ChronoUnit.MICROS.between(Instant.EPOCH, sample.at()),
                sample.interest(),
                sample.likes(),
                sample.comments(),
                sample.bestRank(),
                // To add none is to leave it alone.
                sample.places().isEmpty() ? null : sample.places());
        return cassandra.bind(update, Stream.concat(columns, Stream.of(key)).toArray());
    }

    /** Newest first. */
    List<Sample> newest(UUID item, Instant from, int most) {
        return cassandra.rows("""
                SELECT at, interest, likes, comments, best_rank, places FROM sample_by_item
                WHERE item_id = ? AND at >= ? LIMIT ?""", SampleStore::sample, item, from, most);
    }

    /** What a network showed in an hour, as far as it was from {@code from} to before {@code until}, in order of time. */
    List<Seen> hour(String network, Instant hour, Instant from, Instant until) {
        return cassandra.rows(
                """
                SELECT at, item_id, interest, likes, comments, best_rank, places FROM sample_by_hour
                WHERE network = ? AND hour = ? AND at >= ? AND at < ?""",
                row -> new Seen(Objects.requireNonNull(row.getUuid("item_id")), sample(row)),
                network,
                hour,
                from,
                until);
    }

    private static Sample sample(Row row) {
        return new Sample(
                Objects.requireNonNull(row.getInstant("at")),
                row.get("interest", Long.class),
                row.get("likes", Long.class),
                row.get("comments", Long.class),
                row.get("best_rank", Integer.class),
                Objects.requireNonNull(row.getSet("places", String.class)));
    }

    private static Instant minute(Seen one) {
        return one.sample().at().truncatedTo(ChronoUnit.MINUTES);
    }

    private static Instant hour(Seen one) {
        return one.sample().at().truncatedTo(ChronoUnit.HOURS);
    }
}
