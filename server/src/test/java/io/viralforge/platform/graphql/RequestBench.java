package io.viralforge.platform.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.execution.instrumentation.dataloader.DataLoaderDispatchingContextKeys;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import graphql.parser.Parser;
import graphql.schema.Coercing;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.InterfaceWiringEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.UnionWiringEnvironment;
import graphql.schema.idl.WiringFactory;
import io.viralforge.jobs.JobFixture;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.BenchMachine;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.Statements;
import io.viralforge.testing.TestServer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderRegistry;
import org.dataloader.MappedBatchLoader;

/**
 * What CPU a request takes over HTTP, all in, against graphql-java alone: once with the same fetchers and loaders on the
 * same rows, once on the same values in memory. All in this process, turn by turn; its client's own thread is not
 * counted, nor what the server does when nobody asks. Takes the commit and the file for the result.
 */
final class RequestBench {
    private static final int JOBS = 20;
    private static final int ROUNDS = 5;
    private static final int REQUESTS = 500;

    /** Of each kind; before that the compiler takes more than the requests. */
    private static final int WARM = 6_000;

    private static final String DOCUMENT = """
            query Jobs { jobs(first: 20) {
              nodes { id kind state attempt maxAttempts createdAt runAt progress { stage fraction }
                recipe { width height frameRate cueCount } inputs { id fileName bytes duration } }
              pageInfo { hasNextPage endCursor } } }""";

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final TestServer server;
    private final String token;
    private final Actor.Member member;

    private RequestBench(Path folder) throws IOException {
        Path secret = folder.resolve("local-session");
        server = TestServer.start(
                1, Map.of("viralforge.local-session-file", secret.toString(), "viralforge.count-statements", true));
        JsonNode session = GraphqlResponse.of(
                        server.uri(),
                        null,
                        """
                        mutation($secret: String!) { localSessionCreate(input: {secret: $secret, isSample: true}) {
                          session { accessToken viewer { person { id } studio { id } } } } }""",
                        Map.of("secret", Files.readString(secret).strip()))
                .data()
                .at("/localSessionCreate/session");
        token = session.get("accessToken").asText();
        member = new Actor.Member(
                uuid(Id.Type.PERSON, session.at("/viewer/person/id")),
                uuid(Id.Type.STUDIO, session.at("/viewer/studio/id")),
                new UUID(0, 0),
                Set.of(Scope.READ, Scope.CREATE));
        JobFixture fixture = new JobFixture(server, member);
        for (int i = 0; i < JOBS; i++) {
            fixture.submitted();
        }
    }

    public static void main(String[] args) throws Exception {
        RequestBench bench = new RequestBench(Files.createTempDirectory("viralforge-bench-"));
        try (TestServer _ = bench.server) {
            Files.writeString(Path.of(args[1]), bench.measured(args[0]));
        }
        System.exit(0);
    }

    private static UUID uuid(Id.Type type, JsonNode id) {
        return Objects.requireNonNull(type.uuid(id.asText()));
    }

    private String measured(String commit) throws Exception {
        BenchMachine machine = new BenchMachine();
        Runnable same = sameFetchers();
        Runnable memory = inMemory();
        double[] http = new double[ROUNDS];
        double[] fetched = new double[ROUNDS];
        double[] bare = new double[ROUNDS];
        long statements = 0;
        long bytes;
        double idle;
        try (Client client = new Client(server.uri(), token)) {
            bytes = client.ask();
            for (int i = 0; i < WARM; i++) {
                client.ask();
                same.run();
                memory.run();
            }
            for (int round = 0; round < ROUNDS; round++) {
                long before = server.bean(Statements.class).count();
                http[round] = micros(client::ask);
                statements = server.bean(Statements.class).count() - before;
                fetched[round] = microsHere(same);
                bare[round] = microsHere(memory);
            }
            idle = idle();
        }
        String result = String.format(
                Locale.ROOT,
                """
                {
                  "benchmark": "a request's CPU over HTTP, against graphql-java alone in the same process",
                  "date": "%s",
                  "commit": "%s",
                  "machine": %s,
                  "document": {"jobs": %d, "answerBytes": %d, "requests": %d, "rounds": %d},
                  "cpu": {"unit": "µs a request, median of the rounds", "http": %.0f, "sameFetchersAlone": %.0f,
                    "sameValuesInMemory": %.0f, "idlePerSecond": %.0f},
                  "ratio": {"toSameFetchers": %.2f, "toValuesInMemory": %.2f, "goal": 4},
                  "statementsPerRequest": %.2f
                }
                """,
                InstantSource.system().instant(),
                commit,
                machine.json(),
                JOBS,
                bytes,
                REQUESTS,
                ROUNDS,
                median(http),
                median(fetched),
                median(bare),
                idle,
                median(http) / median(fetched),
                median(http) / median(bare),
                statements / (double) REQUESTS);
        System.out.print(result);
        return result;
    }

    private interface Step {
        Object run() throws Exception;
    }

    /** CPU of the process without that of the client's thread, in microseconds a step. */
    private static double micros(Step step) throws Exception {
        long process = PROCESS.getProcessCpuTime();
        long own = ownCpu();
        for (int i = 0; i < REQUESTS; i++) {
            step.run();
        }
        return (PROCESS.getProcessCpuTime() - process - (ownCpu() - own)) / 1e3 / REQUESTS;
    }

    /** As {@link #micros(Step)} for what runs on this very thread: all of the process counts. */
    private static double microsHere(Runnable step) {
        long process = PROCESS.getProcessCpuTime();
        for (int i = 0; i < REQUESTS; i++) {
            step.run();
        }
        return (PROCESS.getProcessCpuTime() - process) / 1e3 / REQUESTS;
    }

    private static long ownCpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** What the server uses by itself, in microseconds a second. */
    private static double idle() throws InterruptedException {
        long before = PROCESS.getProcessCpuTime();
        boolean _ = new CountDownLatch(1).await(3, TimeUnit.SECONDS);
        return (PROCESS.getProcessCpuTime() - before) / 3e3;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** graphql-java on our schema: no limits, no points, no meters, no JSON. */
    private Runnable sameFetchers() {
        Schema schema = server.bean(Schema.class);
        GraphQL graphql = prepared(schema.graphql());
        return () -> {
            DataLoaderRegistry.Builder loaders = DataLoaderRegistry.newRegistry();
            schema.loaders().forEach(loader -> register(loaders, loader));
            ExecutionInput input = ExecutionInput.newExecutionInput(DOCUMENT)
                    .dataLoaderRegistry(loaders.build())
                    .graphQLContext(Map.of(Actor.class, member))
                    .build();
            DataLoaderDispatchingContextKeys.setEnableDataLoaderChaining(input.getGraphQLContext(), true);
            check(graphql.execute(input));
        };
    }

    private <K, V> void register(DataLoaderRegistry.Builder registry, Loader<K, V> loader) {
        MappedBatchLoader<K, V> batch =
                keys -> CompletableFuture.completedFuture(loader.load().apply(member, keys));
        registry.register(loader.name(), DataLoaderFactory.newMappedDataLoader(batch));
    }

    /** graphql-java with its own fetchers, on what the server answered. */
    private Runnable inMemory() {
        TypeDefinitionRegistry types = new TypeDefinitionRegistry();
        SchemaFiles.read().forEach(text -> types.merge(new SchemaParser().parse(text)));
        RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring().wiringFactory(new WithoutTypes());
        Scalars.all()
                .forEach(scalar -> wiring.scalar(GraphQLScalarType.newScalar()
                        .name(scalar.getName())
                        .coercing(new AsItIs())
                        .build()));
        GraphQL graphql = prepared(new SchemaGenerator().makeExecutableSchema(types, wiring.build()));
        Object answered = new ObjectMapper()
                .convertValue(
                        GraphqlResponse.of(server.uri(), token, DOCUMENT, Map.of())
                                .data(),
                        Map.class);
        return () -> {
            ExecutionResult result = graphql.execute(
                    ExecutionInput.newExecutionInput(DOCUMENT).root(answered).build());
            check(result);
            if (!answered.equals(result.getData())) {
                throw new IllegalStateException("not the same values: " + result.<Object>getData());
            }
        };
    }

    private static GraphQL prepared(GraphQLSchema schema) {
        Document document = Parser.parse(DOCUMENT);
        return GraphQL.newGraphQL(schema)
                .preparsedDocumentProvider(
                        (input, parse) -> CompletableFuture.completedFuture(new PreparsedDocumentEntry(document)))
                .build();
    }

    private static void check(ExecutionResult result) {
        if (!result.getErrors().isEmpty()) {
            throw new IllegalStateException(result.getErrors().toString());
        }
    }

    private static final class WithoutTypes implements WiringFactory {
        @Override
        public boolean providesTypeResolver(InterfaceWiringEnvironment environment) {
            return true;
        }

        @Override
        public graphql.schema.TypeResolver getTypeResolver(InterfaceWiringEnvironment environment) {
            return env -> null;
        }

        @Override
        public boolean providesTypeResolver(UnionWiringEnvironment environment) {
            return true;
        }

        @Override
        public graphql.schema.TypeResolver getTypeResolver(UnionWiringEnvironment environment) {
            return env -> null;
        }
    }

    private static final class AsItIs implements Coercing<Object, Object> {
        @Override
        public Object serialize(Object value, GraphQLContext context, Locale locale) {
            return value;
        }

        @Override
        public Object parseValue(Object value, GraphQLContext context, Locale locale) {
            return value;
        }

        @Override
        public Object parseLiteral(
                graphql.language.Value<?> value, CoercedVariables variables, GraphQLContext context, Locale locale) {
            return value;
        }
    }

    /** One connection that is kept, and no more work than it takes. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedInputStream in;
        private final OutputStream out;
        private final byte[] request;

        Client(URI server, String token) throws IOException {
            byte[] body = new ObjectMapper().writeValueAsBytes(Map.of("query", DOCUMENT));
            String head =
                    "POST /graphql HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\nAuthorization: Bearer " + token
                            + "\r\nContent-Type: application/json\r\nAccept: application/graphql-response+json\r\nContent-Length: "
                            + body.length + "\r\n\r\n";
            byte[] start = head.getBytes(StandardCharsets.US_ASCII);
            request = Arrays.copyOf(start, start.length + body.length);
            System.arraycopy(body, 0, request, start.length, body.length);
            socket = new Socket(server.getHost(), server.getPort());
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            out = socket.getOutputStream();
        }

        /** The length of what came. */
        long ask() throws IOException {
            out.write(request);
            String status = line();
            if (!status.contains(" 200 ")) {
                throw new IllegalStateException(status);
            }
            int length = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            in.skipNBytes(length);
            return length;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException();
                }
                line.append((char) next);
            }
            return line.toString().strip();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
