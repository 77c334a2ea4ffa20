package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {
    @Test
    void oneNetworkHasAShareAndMayComeBackOnceAConnectionIsGone() throws IOException {
        try (TestServer server = TestServer.start(1, Map.of("viralforge.connections", 8));
                Socket second = connect(server)) {
            Socket first = connect(server);
            assertThat(isServed(first)).isTrue();
            assertThat(isServed(second)).isTrue();
            try (Socket third = connect(server)) {
                assertThat(isServed(third)).isFalse();
            }
            assertThat(isServed(first)).as("the others notice nothing").isTrue();
            first.close();
            assertThat(Stream.generate(() -> isServedAnew(server)).limit(5_000).anyMatch(isServed -> isServed))
                    .isTrue();
        }
    }

    @Test
    void allTogetherHaveALimitAndAProxysConnectionsThatOneAlone() throws IOException {
        OpenConnections open = of(8, "");
        Channel one = from("2001:db8::1");
        assertThat(open.admit(one)).isTrue();
        assertThat(open.admit(from("2001:db8::2"))).as("of the same network").isTrue();
        assertThat(open.admit(from("2001:db8::3"))).isFalse();
        var _ = one.close();
        assertThat(open.admit(from("2001:db8::3")))
                .as("the one turned away is there still")
                .isFalse();

        OpenConnections behindProxy = of(8, "X-Client");
        for (int i = 0; i < 8; i++) {
            assertThat(behindProxy.admit(from("192.0.2.1"))).isTrue();
        }
        assertThat(behindProxy.admit(from("192.0.2.2"))).isFalse();
    }

    @Test
    void whereFilesAreFewerThanTheSettingAShareIsAShareOfThose() {
        OpenConnections open = new OpenConnections(new SimpleMeterRegistry(), 1_000, 16, new ClientAddress(""));
        for (int i = 0; i < 3; i++) {
            assertThat(open.admit(from("192.0.2.1"))).isTrue();
        }
        assertThat(open.admit(from("192.0.2.1"))).as("a quarter of twelve").isFalse();
        assertThat(open.admit(from("192.0.2.2"))).isTrue();
    }

    private static OpenConnections of(int most, String header) {
        return new OpenConnections(new SimpleMeterRegistry(), most, new ClientAddress(header));
    }

    private static Channel from(String address) {
        return new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(address, 1);
            }
        };
    }

    private static Socket connect(TestServer server) throws IOException {
        Socket socket = new Socket(server.uri().getHost(), server.uri().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static boolean isServedAnew(TestServer server) {
        try (Socket socket = connect(server)) {
            return isServed(socket);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isServed(Socket socket) throws IOException {
        try {
            socket.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read(new byte[4096]) > 0;
        } catch (SocketException hungUp) {
            return false;
        }
    }
}
