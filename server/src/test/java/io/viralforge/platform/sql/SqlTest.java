package io.viralforge.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SqlTest {
    private final TestServer server = TestServer.shared();
    private final Sql sql = server.sql();

    @Test
    void aQueryThatForgetsItsStudioSeesOnlyItsOwn() {
        Actor.Member mine = server.newMember(Scope.READ);
        Actor.Member other = server.newMember(Scope.READ);
        List<UUID> seen = sql.inStudio(
                mine.studio(), tx -> tx.rows("SELECT studio_id FROM member", row -> row.uuid("studio_id")));
        assertThat(seen).containsExactly(mine.studio());
        assertThat(sql.<Integer>inStudio(
                        mine.studio(), tx -> tx.update("DELETE FROM session WHERE person_id = ?", other.id())))
                .isZero();
    }

    @Test
    void everyTableOfAStudioIsUnderRowLevelSecurity() {
        List<String> open = sql.everywhere(tx -> tx.rows("""
                SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relkind = 'r' AND a.attname = 'studio_id' AND a.attnotnull
                  AND NOT (c.relrowsecurity AND c.relforcerowsecurity)""", row -> row.text("relname")));
        assertThat(open).isEmpty();
    }

    @Test
    void aRowCannotBeWrittenIntoAnotherStudio() {
        Actor.Member mine = server.newMember(Scope.READ);
        Actor.Member other = server.newMember(Scope.READ);
        assertThatThrownBy(() -> sql.doInStudio(mine.studio(), tx -> tx.update("""
                                INSERT INTO outbox (studio_id, topic, subject, payload)
                                VALUES (?, 'JOB', gen_random_uuid(), '{}')""", other.studio())))
                .isInstanceOf(SqlFailure.class)
                .hasMessageContaining("row-level security");
    }

    @Test
    void aFailureUndoesAllAndRunsNothingAfterwards() {
        Actor.Member mine = server.newMember(Scope.READ);
        List<String> ran = new ArrayList<>();
        assertThatThrownBy(() -> sql.doInStudio(mine.studio(), tx -> {
                    tx.update("UPDATE studio SET name = 'changed'");
                    tx.afterCommit(() -> ran.add("after"));
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(sql.<String>inStudio(
                        mine.studio(), tx -> tx.one("SELECT name FROM studio", row -> row.text("name"))))
                .isEqualTo("Test");
        assertThat(ran).isEmpty();
    }

    @Test
    void aTransactionWithinAnotherSpeaksForItself() {
        Actor.Member mine = server.newMember(Scope.READ);
        Actor.Member other = server.newMember(Scope.READ);
        List<UUID> seen = sql.inStudio(mine.studio(), tx -> {
            List<UUID> both = new ArrayList<>(
                    sql.inStudio(other.studio(), inner -> inner.rows("SELECT id FROM studio", row -> row.uuid("id"))));
            both.addAll(tx.rows("SELECT id FROM studio", row -> row.uuid("id")));
            return both;
        });
        assertThat(seen).containsExactly(other.studio(), mine.studio());
    }

    @Test
    void anEmptyCollectionIsAnArrayOfWhateverTypeIsWanted() {
        UUID studio = server.newMember(Scope.READ).studio();
        server.sql().doInStudio(studio, tx -> {
            assertThat(tx.rows("SELECT id FROM studio WHERE id = ANY (?)", row -> row.uuid("id"), List.of()))
                    .isEmpty();
            assertThat(tx.rows("SELECT id FROM studio WHERE name = ANY (?)", row -> row.uuid("id"), List.of()))
                    .isEmpty();
            assertThat(tx.rows("SELECT id FROM studio WHERE name <> ALL (?)", row -> row.uuid("id"), List.of()))
                    .containsExactly(studio);
        });
    }

    @Test
    void aDeadlockIsTriedAgain() throws Exception {
        Actor.Member one = server.newMember(Scope.READ);
        Actor.Member two = server.newMember(Scope.READ);
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = List.of(
                    pool.submit(() -> rename(one.studio(), two.studio(), bothHoldOne)),
                    pool.submit(() -> rename(two.studio(), one.studio(), bothHoldOne)));
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(sql.<Integer>everywhere(tx -> tx.one(
                        "SELECT count(*)::int AS n FROM studio WHERE name = 'twice' AND id = ANY (?)",
                        row -> row.number("n"),
                        List.of(one.studio(), two.studio()))))
                .isEqualTo(2);
    }

    private void rename(UUID first, UUID second, CyclicBarrier bothHoldOne) {
        boolean[] isFirstTry = {true};
        sql.doEverywhere(tx -> {
            tx.update("UPDATE studio SET name = 'twice' WHERE id = ?", first);
            if (isFirstTry[0]) {
                isFirstTry[0] = false;
                meet(bothHoldOne);
            }
            tx.update("UPDATE studio SET name = 'twice' WHERE id = ?", second);
        });
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
