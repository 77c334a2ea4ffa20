package io.viralforge.platform.health;

import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;

/** Postgres holds the truth: without it nothing works. */
@Singleton
final class PostgresProbe implements Probe {
    private final Sql sql;

    PostgresProbe(Sql sql) {
        this.sql = sql;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public boolean isRequired() {
        return true;
    }

    @Override
    public boolean isUp() {
        return sql.everywhere(tx -> tx.one("SELECT true AS up", row -> row.flag("up")));
    }
}
