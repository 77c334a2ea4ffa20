package io.viralforge.analytics;

import com.datastax.oss.driver.api.core.cql.Row;
import io.viralforge.platform.cql.Cassandra;
import io.viralforge.platform.cql.CqlTables;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Usage in Cassandra. Samples are kept under the number of their event, so writing one again changes nothing; a quarter
 * of an hour is summed anew from its samples after some, so corrections are harmless. Quarters, because every zone's
 * days begin at a quarter of an hour of UTC.
 *
 * <p>Two replicas may sum one quarter at a time. Who asked later saw at least as many samples, so a sum is written as of
 * when its samples were asked for: Cassandra keeps the latest, in whatever order they arrive, and of the same moment the
 * largest. Clocks that are apart can leave out what came last, until the next sample of the quarter.
 */
@Singleton
final class UsageStore {
    static final Duration QUARTER = Duration.ofMinutes(15);

    private final Cassandra cassandra;
    private final InstantSource clock;

    UsageStore(Cassandra cassandra, InstantSource clock) {
        this.cassandra = cassandra;
        this.clock = clock;
    }

    /** What one event told. */
    record Sample(UUID studio, long seq, Instant at, Usage usage) {
        Quarter quarter() {
            return new Quarter(studio, at.minusMillis(Math.floorMod(at.toEpochMilli(), QUARTER.toMillis())));
        }
    }

    private record Quarter(UUID studio, Instant start) {}

    /** All of a quarter's samples, as of a moment. */
    record Sum(UUID studio, Instant quarter, Instant asked, Usage usage) {}

    /** The tables; studio and time bound every partition. */
    @Singleton
    static final class Tables implements CqlTables {
        @Override
        public List<String> statements() {
            return List.of("""
                    CREATE TABLE IF NOT EXISTS usage_sample (
                        studio_id uuid, quarter timestamp, seq bigint,
                        jobs double, cpu_seconds double, gpu_seconds double, bytes_moved double,
                        PRIMARY KEY ((studio_id, quarter), seq))
                    WITH compaction = {'class': 'UnifiedCompactionStrategy'}""", """
                    CREATE TABLE IF NOT EXISTS usage_quarter (
                        studio_id uuid, month date, quarter timestamp,
                        jobs double, cpu_seconds double, gpu_seconds double, bytes_moved double,
                        PRIMARY KEY ((studio_id, month), quarter))
                    WITH compaction = {'class': 'UnifiedCompactionStrategy'}""");
        }
    }

    /** Keeps samples, and sums each of their quarters once. */
    void add(List<Sample> samples) {
        samples.forEach(this::insert);
        samples.stream().map(Sample::quarter).distinct().forEach(quarter -> write(sum(quarter.studio, quarter.start)));
    }

    private void insert(Sample sample) {
        Usage usage = sample.usage();
        cassandra.execute(
                """
                INSERT INTO usage_sample (studio_id, quarter, seq, jobs, cpu_seconds, gpu_seconds, bytes_moved)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
                sample.studio(),
                sample.quarter().start(),
                sample.seq(),
                usage.jobs(),
                usage.cpuSeconds(),
                usage.gpuSeconds(),
                usage.bytesMoved());
    }

    Sum sum(UUID studio, Instant quarter) {
        Instant asked = clock.instant();
        List<Usage> sums = cassandra.rows("""
                SELECT sum(jobs) AS jobs, sum(cpu_seconds) AS cpu_seconds, sum(gpu_seconds) AS gpu_seconds,
                    sum(bytes_moved) AS bytes_moved
                FROM usage_sample WHERE studio_id = ? AND quarter = ?""", UsageStore::read, studio, quarter);
        return new Sum(studio, quarter, asked, sums.getFirst());
    }

    void write(Sum sum) {
        Usage usage = sum.usage();
        cassandra.execute(
                """
                INSERT INTO usage_quarter (studio_id, month, quarter, jobs, cpu_seconds, gpu_seconds, bytes_moved)
                VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?""",
                sum.studio(),
                month(sum.quarter()),
                sum.quarter(),
                usage.jobs(),
                usage.cpuSeconds(),
                usage.gpuSeconds(),
                usage.bytesMoved(),
                ChronoUnit.MICROS.between(Instant.EPOCH, sum.asked()));
    }

    /** The quarters in which there was something, from {@code from} to before {@code to}. */
    SortedMap<Instant, Usage> quarters(UUID studio, Instant from, Instant to) {
        SortedMap<Instant, Usage> quarters = new TreeMap<>();
        for (LocalDate month = month(from); !month.isAfter(month(to)); month = month.plusMonths(1)) {
            cassandra
                    .rows(
                            """
                            SELECT quarter, jobs, cpu_seconds, gpu_seconds, bytes_moved FROM usage_quarter
                            WHERE studio_id = ? AND month = ? AND quarter >= ? AND quarter < ?""",
                            row -> Map.entry(Objects.requireNonNull(row.getInstant("quarter")), read(row)),
                            studio,
                            month,
                            from,
                            to)
                    .forEach(quarter -> quarters.put(quarter.getKey(), quarter.getValue()));
        }
        return quarters;
    }

    private static LocalDate month(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC).withDayOfMonth(1);
    }

    private static Usage read(Row row) {
        return new Usage(
                row.getDouble("jobs"),
                row.getDouble("cpu_seconds"),
                row.getDouble("gpu_seconds"),
                row.getDouble("bytes_moved"));
    }
}
