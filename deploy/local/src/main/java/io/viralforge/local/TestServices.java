package io.viralforge.local;

import io.viralforge.local.Endpoints.Cassandra;
import io.viralforge.local.Endpoints.Login;
import io.viralforge.local.Endpoints.Postgres;
import io.viralforge.local.Endpoints.Redis;
import io.viralforge.local.Endpoints.S3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Real services for tests: each is started when a test first asks for it, once per JVM, in a temporary folder, and is
 * gone with the JVM. PostgreSQL does not wait for the disk here, for what a test writes need not survive the machine.
 */
public final class TestServices {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Map<String, String> TEMPLATES = new ConcurrentHashMap<>();

    private TestServices() {}

    /** Redis, shared by all tests of this JVM: prefix keys and channels with something of your own. */
    public static Redis redis() {
        return RedisHolder.SERVICES.endpoints().redis();
    }

    /** Cassandra, shared by all tests of this JVM: make a keyspace of your own. Its first start takes some seconds. */
    public static Cassandra cassandra() {
        return CassandraHolder.SERVICES.endpoints().cassandra();
    }

    /** S3, shared by all tests of this JVM. */
    public static S3 s3() {
        return S3Holder.SERVICES.endpoints().s3();
    }

    /** The name of a new, empty bucket in {@link #s3}. */
    public static String freshBucket() {
        s3();
        String name = "bucket-" + NAMES.incrementAndGet();
        try {
            Files.createDirectory(S3Server.buckets(S3Holder.SERVICES.folder()).resolve(name));
            return name;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new, empty database with the same owner and application role as a real one. Takes about 30 ms. */
    public static Postgres freshDatabase() {
        return create("template1");
    }

    /**
     * A new database with the schema that {@code migrate} makes; it runs once per {@code template} name and JVM, and the
     * result is copied from then on.
     *
     * @param migrate must close its connections before it returns
     */
    public static Postgres freshDatabase(String template, Consumer<Postgres> migrate) {
        return create(TEMPLATES.computeIfAbsent(template, name -> {
            Postgres database = create("template1");
            migrate.accept(database);
            return database.database();
        }));
    }

    private static Postgres create(String template) {
        Postgres server = PostgresHolder.SERVICES.endpoints().postgres();
        String name = "test" + NAMES.incrementAndGet();
        Login admin = server.admin();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), admin.user(), admin.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template + " OWNER "
                    + server.owner().user());
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " could not be made", e);
        }
        return server.database(name);
    }

    private static final class PostgresHolder {
        static final LocalServices SERVICES = start(Service.POSTGRES);
    }

    private static final class CassandraHolder {
        static final LocalServices SERVICES = start(Service.CASSANDRA);
    }

    private static final class S3Holder {
        static final LocalServices SERVICES = start(Service.S3);
    }

    private static final class RedisHolder {
        static final LocalServices SERVICES = start(Service.REDIS);
    }

    private static LocalServices start(Service service) {
        try {
            Path folder = Files.createTempDirectory("viralforge-test-");
            LocalServices services =
                    LocalServices.start(folder, EnumSet.of(service), Tuning.PASSING, StartListener.SILENT);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                services.close();
                delete(folder);
            }));
            return services;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException _) {
            // The system empties its temporary folder by itself.
        }
    }
}
