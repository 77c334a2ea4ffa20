package io.viralforge.platform.cql;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Where Cassandra is.
 *
 * @param contactPoints host:port, separated by commas; empty: there is none
 * @param datacenter the local one
 * @param keyspace created when missing
 * @param replication copies of each row, when the keyspace is created
 * @param user empty: no authentication
 */
@ConfigurationProperties("viralforge.cassandra")
public record CassandraSettings(
        @Bindable(defaultValue = "") String contactPoints,
        @Bindable(defaultValue = "datacenter1") String datacenter,
        @Bindable(defaultValue = "viralforge") String keyspace,
        @Bindable(defaultValue = "1") int replication,
        @Bindable(defaultValue = "") String user,
        @Bindable(defaultValue = "") String password) {
    public CassandraSettings {
        if (!keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
            throw new IllegalArgumentException("viralforge.cassandra.keyspace: lower-case letters, digits and _");
        }
        if (replication < 1) {
            throw new IllegalArgumentException("viralforge.cassandra.replication: at least 1");
        }
    }

    @Override
    public String toString() {
        return "CassandraSettings[" + contactPoints + ", " + datacenter + ", " + keyspace + "]";
    }
}
