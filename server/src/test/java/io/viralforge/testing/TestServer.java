package io.viralforge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.viralforge.local.Endpoints;
import io.viralforge.local.TestServices;
import io.viralforge.platform.config.Migrations;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Sql;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The server as it runs, in this JVM: one replica or several that share a database of their own and Redis. Tests that
 * work in studios of their own can take {@link #shared}, which is started once.
 */
public final class TestServer implements AutoCloseable {
    private final Endpoints.Postgres database;
    private final Map<String, Object> settings;
    private final List<EmbeddedServer> replicas = new ArrayList<>();
    private final Path objects = TestFolder.create();

    private TestServer(@Nullable Integer postgresPort, Map<String, Object> settings) {
        this.database = TestServices.freshDatabase("server", TestServer::migrate);
        int port = postgresPort == null ? database.port() : postgresPort;
        this.settings = new HashMap<>(Map.of(
                "micronaut.server.port", -1,
                "datasources.default.url", database.jdbcUrl().replace(":" + database.port() + "/", ":" + port + "/"),
                "datasources.default.username", database.app().user(),
                "datasources.default.password", database.app().password(),
                "datasources.default.maximum-pool-size", 10,
                "viralforge.postgres.owner-user", database.owner().user(),
                "viralforge.postgres.owner-password", database.owner().password(),
                "redis.uri", TestServices.redis().uri().toString(),
                "viralforge.objects-dir", objects.toString(),
                "viralforge.test-tokens", true));
        this.settings.put("viralforge.master-key", "dGhlIG1hc3RlciBrZXkgb2YgYWxsIHRlc3Qgc2VydmU=");
        // All tests come from one address; what they may spend is a test of its own.
        this.settings.put("viralforge.cost.bucket", 1_000_000_000);
        this.settings.putAll(settings);
    }

    /** One replica. */
    public static TestServer start() {
        return start(1, Map.of());
    }

    /** So many replicas, with settings that differ from the usual ones. */
    public static TestServer start(int replicas, Map<String, Object> settings) {
        TestServer server = new TestServer(null, settings);
        for (int i = 0; i < replicas; i++) {
            server.addReplica();
        }
        return server;
    }

    /** One replica that reaches Postgres by another port. */
    public static TestServer startThrough(int postgresPort, Map<String, Object> settings) {
        TestServer server = new TestServer(postgresPort, settings);
        server.addReplica();
        return server;
    }

    /** For {@link #start}: with {@link TestServices#cassandra}, and a keyspace there. */
    public static Map<String, Object> cassandra(String keyspace) {
        return cassandra(keyspace, TestServices.cassandra().contactPoint().getPort());
    }

    /** As {@link #cassandra(String)}, reached by another port. */
    public static Map<String, Object> cassandra(String keyspace, int port) {
        return Map.of(
                "viralforge.cassandra.contact-points",
                "127.0.0.1:" + port,
                "viralforge.cassandra.datacenter",
                TestServices.cassandra().datacenter(),
                "viralforge.cassandra.keyspace",
                keyspace);
    }

    /** One replica for all tests of this JVM, with the fields of {@link TestFeature}. */
    public static TestServer shared() {
        return Shared.SERVER;
    }

    private static final class Shared {
        static final TestServer SERVER = start(1, Map.of("viralforge.test-schema", true));

        static {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(SERVER::close));
        }
    }

    /** Another replica on the same database; its number. */
    public int addReplica() {
        replicas.add(ApplicationContext.run(EmbeddedServer.class, settings));
        return replicas.size() - 1;
    }

    /** Another replica on the same database, in a JVM of its own, with settings that differ from the others'. */
    public ReplicaProcess newProcess(Map<String, Object> differing) throws IOException {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(differing);
        return ReplicaProcess.start(all);
    }

    /** Stops a replica in order; the numbers of the others stay. */
    public void stopReplica(int replica) {
        replicas.get(replica).getApplicationContext().close();
    }

    @Override
    public void close() {
        replicas.forEach(replica -> replica.getApplicationContext().close());
    }

    /** The one replica's bean. */
    public <T> T bean(Class<T> type) {
        return bean(0, type);
    }

    public <T> T bean(int replica, Class<T> type) {
        return replicas.get(replica).getApplicationContext().getBean(type);
    }

    /** All beans of a type, of the first replica. */
    public <T> List<T> beans(Class<T> type) {
        return List.copyOf(replicas.getFirst().getApplicationContext().getBeansOfType(type));
    }

    public Sql sql() {
        return bean(Sql.class);
    }

    /** Where a replica answers, without a slash at the end. */
    public URI uri(int replica) {
        return replicas.get(replica).getURI();
    }

    public URI uri() {
        return uri(0);
    }

    public Endpoints.Postgres database() {
        return database;
    }

    /** A new studio's new member with these scopes; the role in the database is ADMIN. */
    public Actor.Member newMember(Scope... scopes) {
        Uuid7 ids = bean(Uuid7.class);
        Instant now = bean(InstantSource.class).instant();
        Actor.Member member = new Actor.Member(ids.next(), ids.next(), ids.next(), Set.of(scopes));
        sql().doEverywhere(tx -> {
            tx.update("INSERT INTO person (id, name, created_at) VALUES (?, 'Tester', ?)", member.id(), now);
            tx.update(
                    "INSERT INTO studio (id, name, time_zone, created_at) VALUES (?, 'Test', 'UTC', ?)",
                    member.studio(),
                    now);
            tx.update(
                    "INSERT INTO member (studio_id, person_id, id, role, joined_at) VALUES (?, ?, ?, 'ADMIN', ?)",
                    member.studio(),
                    member.id(),
                    ids.next(),
                    now);
            tx.update(
                    "INSERT INTO session (studio_id, id, person_id, created_at) VALUES (?, ?, ?, ?)",
                    member.studio(),
                    member.session(),
                    member.id(),
                    now);
        });
        return member;
    }

    /** A new worker token's holder. */
    public Actor.WorkerNode newWorker() {
        UUID id = bean(Uuid7.class).next();
        sql().doEverywhere(tx -> tx.update(
                "INSERT INTO worker_token (id, name, hash, created_at) VALUES (?, 'Test', ?, ?)",
                id,
                id.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                bean(InstantSource.class).instant()));
        return new Actor.WorkerNode(id);
    }

    /** A token that all replicas take for this actor's. */
    public static String token(Actor actor) {
        return TestTokens.of(actor, null);
    }

    public static String token(Actor actor, Instant until) {
        return TestTokens.of(actor, until);
    }

    /** Asks the first replica by HTTP. */
    public GraphqlResponse ask(@Nullable Actor actor, String document, Map<String, ?> variables) {
        return GraphqlResponse.of(uri(), actor == null ? null : token(actor), document, variables);
    }

    public GraphqlResponse ask(@Nullable Actor actor, String document) {
        return ask(actor, document, Map.of());
    }

    /** Asks and wants data without any error. */
    public JsonNode data(@Nullable Actor actor, String document, Map<String, ?> variables) {
        return ask(actor, document, variables).data();
    }

    public JsonNode data(@Nullable Actor actor, String document) {
        return data(actor, document, Map.of());
    }

    private static void migrate(Endpoints.Postgres database) {
        new Migrations(
                        database.jdbcUrl(),
                        database.owner().user(),
                        database.owner().password(),
                        database.app().user())
                .migrate();
    }
}
