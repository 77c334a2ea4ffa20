package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.local.Endpoints;
import io.viralforge.local.Endpoints.Login;
import io.viralforge.local.RunFolder;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program takes the port after it was chosen, while the server is on its way, and is in good health. */
final class ServerProgramTest {
    private static final Login LOGIN = new Login("somebody", "secret");
    private static final Endpoints STORES = new Endpoints(
            new Endpoints.Postgres("127.0.0.1", 1, "none", LOGIN, LOGIN, LOGIN),
            new Endpoints.Redis("127.0.0.1", 1, "none"),
            null,
            null);

    private final List<String> said = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder = Path.of("");

    @Test
    void itGoesOnWithTheNextPortAndTakesNobodyElsesHealthForItsOwn() throws Exception {
        try (RunFolder held = RunFolder.open(folder);
                ServerSocket gate = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int port = freePort();
            ServerProgram program = program(held, port, false);
            Future<Keeper.Running> starting = threads.submit(() -> program.start(jvm(gate), STORES, 1));
            try (Socket first = gate.accept();
                    FakeServer _ = FakeServer.listen(port)) {
                first.getOutputStream().write(1);
                try (Socket second = gate.accept()) {
                    assertThat(starting.isDone()).isFalse();
                    second.getOutputStream().write(1);
                    Keeper.Running running = starting.get();
                    assertThat(program.address().port()).isGreaterThan(port);
                    assertThat(Health.of(program.address().local()).isReady()).isTrue();
                    assertThat(said)
                            .containsExactly("Port " + port + " is taken by another program; using "
                                    + program.address().port() + ".");
                    running.stop().run();
                }
            }
        }
    }

    @Test
    void aPortThatWasAskedForIsNoOther() throws Exception {
        try (RunFolder held = RunFolder.open(folder);
                ServerSocket gate = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int port = freePort();
            ServerProgram program = program(held, port, true);
            Future<Keeper.Running> starting = threads.submit(() -> program.start(jvm(gate), STORES, 1));
            try (Socket first = gate.accept();
                    FakeServer _ = FakeServer.listen(port)) {
                first.getOutputStream().write(1);
                assertThatThrownBy(starting::get)
                        .hasCauseInstanceOf(Failure.class)
                        .hasMessageContaining("Port " + port + " of 127.0.0.1 cannot be had");
            }
        }
    }

    @Test
    void whereOthersReachTheServerIsNotGuessed() throws Exception {
        try (RunFolder held = RunFolder.open(folder)) {
            ServerProgram program =
                    new ServerProgram(held, new ListenAddress("0.0.0.0", 8080), true, Map.of(), said::add);
            assertThat(program.settings(STORES, 1))
                    .containsEntry("VIRALFORGE_HOST", "0.0.0.0")
                    .doesNotContainKey("VIRALFORGE_PUBLIC_URL");
        }
    }

    private ServerProgram program(RunFolder held, int port, boolean isSettled) {
        return new ServerProgram(held, new ListenAddress("127.0.0.1", port), isSettled, Map.of(), said::add);
    }

    private static JvmProgram jvm(ServerSocket gate) {
        return new JvmProgram(
                "server",
                FakeServer.class.getName(),
                List.of("-Dgate=" + gate.getLocalPort()),
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .map(Path::of)
                        .toList(),
                ServerProgram::isReady,
                null);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
