package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import io.viralforge.platform.sql.Sql;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UpkeepTest {
    @Test
    void whatIsOverIsForgottenAndWhatLivesStays() {
        try (Installation installation = Installation.start(1)) {
            SignedIn operator = installation.setUp("me@example.org");
            SignedIn gone = installation.join(operator, Role.VIEWER);
            installation.invite(operator, Role.VIEWER, null);
            Sql sql = installation.server.sql();
            sql.doEverywhere(tx -> tx.update("""
                    UPDATE refresh_token SET expires_at = now() - interval '1 second' WHERE session_id IN (
                        SELECT s.id FROM session s JOIN person p ON p.id = s.person_id WHERE p.email = ?)
                    """, gone.email()));
            sql.doEverywhere(tx -> tx.update(
                    "UPDATE invitation SET expires_at = now() - interval '31 days' WHERE used_at IS NOT NULL"));
            String begin = "mutation { passkeySessionStart { options } }";
            installation.data(null, begin, Map.of());
            sql.doEverywhere(tx -> tx.update("UPDATE factor_challenge SET expires_at = now() - interval '1 second'"));
            installation.data(null, begin, Map.of());

            tasks(installation).forEach(UpkeepTest::run);

            assertThat(count(sql, "session")).isEqualTo(1);
            assertThat(count(sql, "refresh_token")).isEqualTo(1);
            assertThat(count(sql, "invitation")).isEqualTo(1);
            assertThat(count(sql, "factor_challenge")).isEqualTo(1);
            assertThat(count(sql, "signing_key")).isEqualTo(1);
            assertThat(installation
                            .ask(operator, "{ viewer { role } }", Map.of())
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void keysAreReplacedWhateverBecomesOfThePurgesWhichAreDoneInBatches() {
        try (Installation installation = Installation.start(1)) {
            installation.setUp("me@example.org");
            Sql sql = installation.server.sql();
            sql.doEverywhere(tx -> {
                tx.update("UPDATE signing_key SET created_at = created_at - interval '91 days'");
                tx.update("""
                        INSERT INTO audit_entry (id, at, action, address, details)
                        SELECT gen_random_uuid(), now() - interval '3 years', 'x', 'unknown', '{}'
                        FROM generate_series(1, 1200)
                        """);
                assertThat(Audit.purge(tx, 24)).isEqualTo(500);
            });
            run(task(installation, "identity-keys"));
            assertThat(count(sql, "signing_key")).isEqualTo(2);
            run(task(installation, "identity-audit"));
            assertThat(count(sql, "audit_entry WHERE action = 'x'")).isZero();
        }
    }

    private static Stream<RecurringTask<?>> tasks(Installation installation) {
        return installation.server.beans(RecurringTask.class).stream()
                .<RecurringTask<?>>map(task -> task)
                .filter(task -> task.getName().startsWith("identity-"));
    }

    private static RecurringTask<?> task(Installation installation, String name) {
        return tasks(installation)
                .filter(task -> task.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static <T> void run(RecurringTask<T> task) {
        task.execute(task.instance(RecurringTask.INSTANCE), null);
    }

    private static int count(Sql sql, String table) {
        return sql.<Integer>everywhere(tx -> tx.one("SELECT count(*)::int AS n FROM " + table, row -> row.number("n")));
    }
}
