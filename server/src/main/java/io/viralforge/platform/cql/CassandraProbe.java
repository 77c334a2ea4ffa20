package io.viralforge.platform.cql;

import io.viralforge.platform.health.Probe;
import jakarta.inject.Singleton;

/** Without Cassandra time series are null, and what is to be kept waits in Postgres. */
@Singleton
final class CassandraProbe implements Probe {
    private final Cassandra cassandra;

    CassandraProbe(Cassandra cassandra) {
        this.cassandra = cassandra;
    }

    @Override
    public String name() {
        return "cassandra";
    }

    @Override
    public boolean isRequired() {
        return false;
    }

    @Override
    public boolean isUp() {
        return cassandra.isUp();
    }
}
