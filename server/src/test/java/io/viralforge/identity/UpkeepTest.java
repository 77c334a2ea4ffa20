package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.platform.sql.Sql;
import java.util.Map;
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

            installation.server.bean(Upkeep.class).run();

            assertThat(count(sql, "session")).isEqualTo(1);
            assertThat(count(sql, "refresh_token")).isEqualTo(1);
            assertThat(count(sql, "invitation")).isEqualTo(1);
            assertThat(count(sql, "signing_key")).isEqualTo(1);
            assertThat(installation
                            .ask(operator, "{ viewer { role } }", Map.of())
                            .status())
                    .isEqualTo(200);
        }
    }

    private static int count(Sql sql, String table) {
        return sql.<Integer>everywhere(tx -> tx.one("SELECT count(*)::int AS n FROM " + table, row -> row.number("n")));
    }
}
