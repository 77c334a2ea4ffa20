package io.viralforge.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.testing.FuzzTarget;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;

/** Addresses, lists of them and what servers answer: a host is a name or an address, and a line stays a line. */
public final class AddressTarget implements FuzzTarget {
    @Override
    public void take(byte[] input) {
        String text = new String(input, UTF_8);
        try {
            Destination place = Destination.of(new URI(text));
            assertThat(place.host()).matches("[a-z0-9.-]+|\\[[0-9a-f:.]+]");
            assertThat(place.target()).matches("/[\\x21-\\x7e]*");
            assertThat(place.port()).isBetween(0, 65_535);
            if (place.host().matches("[0-9.]+")) {
                assertThat(InetAddress.ofLiteral(place.host()).getHostAddress()).isEqualTo(place.host());
            }
        } catch (URISyntaxException | Refusal refused) {
            assertThat(refused).isNotNull();
        }
        assertThat(AllowList.isOne(text)).isIn(true, false);
        assertThat(RetryAfter.parse(text, Instant.EPOCH))
                .satisfiesAnyOf(
                        none -> assertThat(none).isNull(),
                        wait -> assertThat(wait.isNegative()).isFalse());
    }

    @Override
    public List<String> seeds() {
        return List.of(
                "https://example.org:8443/a/b?c=d#e",
                "http://[2606:4700::1111]/",
                "http://b\u00fccher.example/\u00fc",
                "http://0x7f.1/",
                "http://me:secret@example.org./",
                "http://\uff11\uff12\uff17\u3002\uff10\u3002\uff10\u3002\uff11/",
                "10.0.0.0/8, tube.lan:9000 [fd00::1]:80",
                "Wed, 01 Jul 2026 12:00:30 GMT",
                "120",
                "http://1.0:",
                "http:///");
    }
}
