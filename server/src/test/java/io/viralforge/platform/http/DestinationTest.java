package io.viralforge.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.viralforge.platform.http.OutboundResult.Refused.Reason;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
    @ParameterizedTest
    @CsvSource({
        "http://example.org,                  example.org,         80,   /",
        "HTTPS://Example.ORG./a?b=%20,        example.org,         443,  /a?b=%20",
        "http://example.org:?q,               example.org,         80,   /?q",
        "http://bücher.example:8080/ü,        xn--bcher-kva.example, 8080, /%C3%BC",
        "http://[2606:4700::1111]:80//x/../y, [2606:4700::1111],   80,   //x/../y",
        "http://93.184.216.34/#fragment,      93.184.216.34,       80,   /",
        "http://１２７。０。０。１/,             127.0.0.1,           80,   /",
    })
    void aUriHasOneReading(String uri, String host, int port, String target) throws Refusal {
        Destination place = Destination.of(URI.create(uri));
        assertThat(place.host()).isEqualTo(host);
        assertThat(place.port()).isEqualTo(port);
        assertThat(place.target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/", // 127.0.0.1 in decimal
                "http://0x7f000001/",
                "http://0x7F.1/",
                "http://0177.0.0.1/",
                "http://127.1/",
                "http://127.0.0.01/",
                "http://256.1.1.1/",
                "http://1.2.3.4.5/",
                "http://example.1/",
                "http://example.org../",
                "http://./",
                "http://[fe80::1%25eth0]/",
                "http://%6cocalhost/",
                "http://a_b.example/",
                "http:///etc/passwd"
            })
    void whatCouldBeReadInTwoWaysIsRefused(String uri) {
        refuses(Reason.HOST, uri);
    }

    @Test
    void whatIsNotTheWebIsRefused() {
        refuses(Reason.SCHEME, "file:///etc/passwd");
        refuses(Reason.SCHEME, "gopher://example.org/");
        refuses(Reason.SCHEME, "http:example.org");
        refuses(Reason.SCHEME, "//example.org/");
        refuses(Reason.SCHEME, "jar:http://example.org/!/");
        refuses(Reason.USER_INFO, "http://example.org@127.0.0.1/");
        refuses(Reason.USER_INFO, "http://a:b@example.org/");
        refuses(Reason.PORT, "http://example.org:65536/");
    }

    private static void refuses(Reason reason, String uri) {
        assertThatExceptionOfType(Refusal.class)
                .as(uri)
                .isThrownBy(() -> Destination.of(URI.create(uri)))
                .extracting(e -> e.result().reason())
                .isEqualTo(reason);
    }
}
