package io.viralforge.trends.samples;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.viralforge.platform.cql.Cassandra;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samples that Cassandra did not take, in Postgres until it does. */
@Singleton
final class Waiting {
    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);

    /** About 200 MB. */
    private static final int MOST = 1_000_000;

    /** Of what all studios bring, so that there is always room for what is seen; and of what one of them does. */
    private static final int MOST_BROUGHT = 200_000;

    private static final int MOST_OF_STUDIO = 20_000;

    /** A transaction's worth: some tens of milliseconds. */
    private static final int BATCH = 500;

    private final Sql sql;
    private final SampleStore store;

    Waiting(Sql sql, SampleStore store) {
        this.sql = sql;
        this.store = store;
    }

    private record One(UUID id, String network, Seen seen) {}

    /** Has one replica move what waits, whichever comes first. */
    @Factory
    static final class Schedule {
        @Bean
        @Singleton
        RecurringTask<Void> moveSamples(Waiting waiting, Cassandra cassandra) {
            return Tasks.recurring("samples-waiting", FixedDelay.ofSeconds(10)).execute((instance, context) -> {
                if (cassandra.isUp()) {
                    waiting.move();
                }
            });
        }
    }

    void add(String network, Collection<Seen> seen) {
        add(network, seen, MOST);
    }

    /** @param most that may wait in all; what comes beyond it is lost, and the log tells how much */
    void add(String network, Collection<Seen> seen, int most) {
        int there = sql.everywhere(
                tx -> tx.one("SELECT count(*)::int AS there FROM sample_waiting", row -> row.number("there")));
        int room = Math.clamp(most - there, 0, seen.size());
        insert(null, network, seen, room);
        if (room < seen.size()) {
            LOG.error(
                    "{} samples of {} are lost: {} wait for Cassandra, which is all that may",
                    seen.size() - room,
                    network,
                    there + room);
        }
    }

    /** As {@link #add}, of what a studio brings: all of it, or none when as much of that waits as may. */
    boolean bring(UUID studio, String network, Collection<Seen> seen) {
        boolean hasRoom = sql.<Boolean>everywhere(tx -> tx.one(
                """
                SELECT count(studio_id) + ? <= ? AND count(*) FILTER (WHERE studio_id = ?) + ? <= ? AS has_room
                FROM sample_waiting""", row -> row.flag("has_room"), seen.size(), MOST_BROUGHT, studio, seen.size(), MOST_OF_STUDIO));
        if (hasRoom) {
            insert(studio, network, seen, seen.size());
        }
        return hasRoom;
    }

    private void insert(@Nullable UUID studio, String network, Collection<Seen> seen, int most) {
        seen.stream()
                .limit(most)
                .gather(Gatherers.windowFixed(BATCH))
                .forEach(batch -> sql.doEverywhere(tx -> batch.forEach(one -> insert(tx, studio, network, one))));
        LOG.info("{} samples of {} wait for Cassandra", most, network);
    }

    /**
     * Moves all that waits to Cassandra. It is deleted after it was taken, so what is moved by two at a time, or again
     * after a failure, is there once.
     *
     * @throws CodedException UNAVAILABLE when Cassandra goes away meanwhile; what it has not taken waits on
     */
    void move() {
        int moved = 0;
        for (List<One> some = some(); !some.isEmpty(); some = some()) {
            some.stream()
                    .collect(Collectors.groupingBy(One::network, Collectors.mapping(One::seen, Collectors.toList())))
                    .forEach(store::write);
            List<UUID> taken = some.stream().map(One::id).toList();
            moved += sql.<Integer>everywhere(tx -> tx.update("DELETE FROM sample_waiting WHERE id = ANY (?)", taken));
        }
        if (moved > 0) {
            LOG.info("{} samples that waited are in Cassandra", moved);
        }
    }

    private static void insert(Tx tx, @Nullable UUID studio, String network, Seen seen) {
        Sample sample = seen.sample();
        tx.update(
                """
                INSERT INTO sample_waiting (network, item_id, at, interest, likes, comments, best_rank, places, studio_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                network,
                seen.item(),
                sample.at(),
                sample.interest(),
                sample.likes(),
                sample.comments(),
                sample.bestRank(),
                sample.places(),
                studio);
    }

    private List<One> some() {
        return sql.everywhere(tx -> tx.rows("""
                SELECT id, network, item_id, at, interest, likes, comments, best_rank, places
                FROM sample_waiting LIMIT ?""", Waiting::read, BATCH));
    }

    private static One read(Row row) {
        Sample sample = new Sample(
                row.instant("at"),
                row.bigOrNull("interest"),
                row.bigOrNull("likes"),
                row.bigOrNull("comments"),
                row.numberOrNull("best_rank"),
                Set.copyOf(row.texts("places")));
        return new One(row.uuid("id"), row.text("network"), new Seen(row.uuid("item_id"), sample));
    }
}
