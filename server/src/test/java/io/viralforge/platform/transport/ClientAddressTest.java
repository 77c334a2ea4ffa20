package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
    private static final InetSocketAddress PROXY = new InetSocketAddress("192.0.2.254", 4_711);

    @Test
    void theLastEntryOfTheLastLineIsTheProxys() {
        assertThat(of("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(of("198.51.100.9, 192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(of("198.51.100.9", "192.0.2.1"))
                .as("a line below the client's own")
                .isEqualTo("192.0.2.1");
        assertThat(of("198.51.100.9", "198.51.100.8,2001:db8::7")).isEqualTo("2001:db8:0:0:0:0:0:7");
    }

    @Test
    void whatIsNoAddressSaysNothing() {
        assertThat(of()).isEqualTo("192.0.2.254");
        for (String nonsense : List.of("", ",", "nobody", "localhost", "unknown", "192.0.2.1:80")) {
            assertThat(of(nonsense)).as(nonsense).isEqualTo("192.0.2.254");
        }
        assertThat(new ClientAddress(null).of(name -> List.of("192.0.2.1"), PROXY))
                .isEqualTo("192.0.2.254");
        assertThat(new ClientAddress("X-Client").of(name -> List.of(), null)).isEqualTo("unknown");
    }

    private static String of(String... lines) {
        return new ClientAddress(" X-Client ").of(name -> name.equals("X-Client") ? List.of(lines) : List.of(), PROXY);
    }
}
