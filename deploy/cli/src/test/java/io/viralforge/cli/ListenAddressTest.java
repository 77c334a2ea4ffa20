package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ListenAddressTest {
    private final List<String> said = new ArrayList<>();

    @Test
    void aPortThatIsAskedForAndTakenIsAnError() throws Exception {
        try (ServerSocket taken = taken()) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> ListenAddress.choose("127.0.0.1", port, null, said::add))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("Port " + port);
        }
    }

    @Test
    void otherwiseTheNextFreeOneIsTakenWithAWord() throws Exception {
        try (ServerSocket taken = taken()) {
            int port = taken.getLocalPort();
            ListenAddress address = ListenAddress.choose("127.0.0.1", null, port, said::add);
            assertThat(address.port()).isGreaterThan(port);
            assertThat(said).hasSize(1).first().asString().contains(port + " is taken", "using " + address.port());
        }
    }

    @Test
    void thisMachineIsReachedByLoopbackWhenItListensEverywhere() {
        ListenAddress address = new ListenAddress("0.0.0.0", 8080);
        assertThat(address.local()).hasToString("http://127.0.0.1:8080");
        assertThat(address.isLoopback()).isFalse();
        assertThat(new ListenAddress("::1", 8080).local()).hasToString("http://[::1]:8080");
        assertThat(new ListenAddress("::1", 8080).isLoopback()).isTrue();
    }

    @Test
    void theFirstOperatorsLinkLeadsToWherePeopleReachTheServer() {
        URI shown = URI.create("http://192.0.2.7:8080");
        assertThat(SetupLink.at(shown, URI.create("http://0.0.0.0:8080/setup#t0ken")))
                .hasToString("http://192.0.2.7:8080/setup#t0ken");
    }

    private static ServerSocket taken() throws Exception {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        return socket;
    }
}
