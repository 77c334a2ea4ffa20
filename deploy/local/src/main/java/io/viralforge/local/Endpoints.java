package io.viralforge.local;

import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where the started services answer. Asking for one that was not started is a mistake of the caller. */
public record Endpoints(
        @Nullable Postgres postgresOrNull,
        @Nullable Redis redisOrNull,
        @Nullable Cassandra cassandraOrNull,
        @Nullable S3 s3OrNull) {

    public Postgres postgres() {
        return started(postgresOrNull, Service.POSTGRES);
    }

    public Redis redis() {
        return started(redisOrNull, Service.REDIS);
    }

    public Cassandra cassandra() {
        return started(cassandraOrNull, Service.CASSANDRA);
    }

    public S3 s3() {
        return started(s3OrNull, Service.S3);
    }

    private static <T> T started(@Nullable T endpoint, Service service) {
        if (endpoint == null) {
            throw new IllegalStateException(service + " was not started");
        }
        return endpoint;
    }

    /** A name and its password, which {@code toString} hides. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * The database and its three roles.
     *
     * @param owner owns the database and its tables: for migrations
     * @param app reads and writes rows; neither superuser nor owner, so row-level security binds it
     * @param admin the superuser: for backups and for tests that make databases
     */
    public record Postgres(String host, int port, String database, Login owner, Login app, Login admin) {
        /** Without user and password. */
        public String jdbcUrl() {
            return "jdbc:postgresql://" + host + ":" + port + "/" + database;
        }

        Postgres database(String other) {
            return new Postgres(host, port, other, owner, app, admin);
        }
    }

    /** One password for all; {@code toString} hides it. */
    public record Redis(String host, int port, String password) {
        /** {@code redis://:password@host:port}, for database 0. */
        public URI uri() {
            return URI.create("redis://:" + password + "@" + host + ":" + port);
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** Open to every process of this machine (docs/adr/0012): no login. */
    public record Cassandra(InetSocketAddress contactPoint, String datacenter) {}

    /** Signature version 4 is demanded; the region is of no account. */
    public record S3(URI uri, Login key, String region) {}
}
