package io.viralforge.platform.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.viralforge.platform.http.OutboundResult.Answered;
import io.viralforge.platform.http.OutboundResult.Broken;
import io.viralforge.platform.http.OutboundResult.Refused;
import io.viralforge.platform.http.OutboundResult.Refused.Reason;
import io.viralforge.platform.http.OutboundResult.TimedOut;
import io.viralforge.platform.http.OutboundResult.TooLarge;
import io.viralforge.platform.http.OutboundResult.Unreachable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundTest {
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    private static final String HERE = "127.0.0.1";
    /** Stands for a place on the internet: another address of this machine, which the tests' list allows. */
    private static final String OUTSIDE = "127.0.0.2";

    private final Map<String, Queue<List<String>>> names = new HashMap<>();
    private final AtomicInteger lookups = new AtomicInteger();

    @Test
    void anAnswerHasStatusHeadersAndText() throws IOException {
        try (var site = new FakeSite(OUTSIDE, FakeSite.text("""
                HTTP/1.1 404 No\r
                X-A: 1\r
                x-a: 2\r
                ETag: "v1"\r
                Retry-After: 7\r
                Transfer-Encoding: chunked\r
                \r
                3\r
                abc\r
                2\r
                de\r
                0\r
                \r
                """))) {
            name("site.example", OUTSIDE);
            Answered answer = answered(get("http://site.example:" + site.port() + "/a?b=c"));

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.isSuccess()).isFalse();
            assertThat(answer.headers().get("X-a")).containsExactly("1", "2");
            assertThat(answer.validators()).isEqualTo(new Validators("\"v1\"", null));
            assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(7));
            assertThat(answer.content().text()).isEqualTo("abcde");
            assertThat(site.asked().getFirst())
                    .startsWith("GET /a?b=c HTTP/1.1\r\n")
                    .contains("Host: site.example:" + site.port() + "\r\n", "User-Agent: ViralForge/test\r\n");
        }
    }

    @Test
    void aBodyIsSentAndItsAnswerIsTakenEvenIfItIsARedirect() throws IOException {
        try (var site = new FakeSite(OUTSIDE, FakeSite.redirect(307, "http://127.0.0.1/"))) {
            Answered answer = answered(outbound()
                    .send(OutboundRequest.post(
                            URI.create("http://" + OUTSIDE + ":" + site.port()),
                            OutboundBody.form(Map.of("a b", "ü")))));

            assertThat(answer.status()).isEqualTo(307);
            assertThat(site.asked().getFirst())
                    .startsWith("POST / HTTP/1.1\r\n")
                    .contains("Content-Length: 10\r\n", "Content-Type: application/x-www-form-urlencoded\r\n");
        }
    }

    @Test
    void whatIsUnchangedIsNotSentAgain() throws IOException {
        try (var site = new FakeSite(OUTSIDE, FakeSite.text("HTTP/1.1 304 Not Modified\r\n\r\n"))) {
            Answered answer = answered(outbound()
                    .send(OutboundRequest.get(URI.create("http://" + OUTSIDE + ":" + site.port()))
                            .unless(new Validators("\"v1\"", "Wed, 01 Jul 2026 11:00:00 GMT"))));

            assertThat(answer.isUnchanged()).isTrue();
            assertThat(site.asked().getFirst())
                    .contains("If-None-Match: \"v1\"\r\n", "If-Modified-Since: Wed, 01 Jul 2026 11:00:00 GMT\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://localhost/",
                "http://localhost./",
                "http://169.254.169.254/latest/meta-data/",
                "http://[fd00:ec2::254]/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[2002:7f00:1::]/",
                "http://0.0.0.0/",
                "http://[::]/"
            })
    void thisMachineAndItsNetworkAreRefused(String uri) {
        name("localhost", "127.0.0.1");
        assertThat(get(uri)).isEqualTo(new Refused(Reason.ADDRESS));
    }

    @Test
    void oneWrongAddressAmongRightOnesIsEnough() {
        name("mixed.example", "93.184.216.34", "10.0.0.1");
        assertThat(get("http://mixed.example/")).isEqualTo(new Refused(Reason.ADDRESS));
    }

    @Test
    void portsOfOtherThingsAreRefused() {
        name("site.example", "93.184.216.34");
        assertThat(get("http://site.example:25/")).isEqualTo(new Refused(Reason.PORT));
        assertThat(get("http://site.example:6379/")).isEqualTo(new Refused(Reason.PORT));
    }

    @Test
    void aNameThatChangesItsMindBetweenCheckAndUseGainsNothing() throws IOException {
        try (var inside = new FakeSite(HERE, FakeSite.ok("secret"));
                var outside =
                        new FakeSite(ServerSocketFactory.getDefault(), OUTSIDE, inside.port(), FakeSite.ok("public"))) {
            name("rebound.example", OUTSIDE);
            name("rebound.example", HERE);
            String uri = "http://rebound.example:" + outside.port() + "/";

            assertThat(answered(get(uri)).content().text()).isEqualTo("public");
            assertThat(lookups).hasValue(1);
            assertThat(get(uri)).isEqualTo(new Refused(Reason.ADDRESS));
            assertThat(inside.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "http://[fd00:ec2::254]/",
                "http://127.0.0.1:22/",
                "//inside.example/",
            })
    void redirectsAreCheckedLikeEverythingElse(String location) throws IOException {
        name("inside.example", "192.168.0.1");
        try (var site = new FakeSite(OUTSIDE, FakeSite.redirect(302, location))) {
            assertThat(get("http://" + OUTSIDE + ":" + site.port())).isEqualTo(new Refused(Reason.ADDRESS));
        }
    }

    @Test
    void redirectsLeadToTheWebAndNotForEver() throws IOException {
        assertThat(redirected("file:///etc/passwd")).isEqualTo(new Refused(Reason.SCHEME));
        assertThat(redirected("http://me@site.example/")).isEqualTo(new Refused(Reason.USER_INFO));
        assertThat(redirected("http://a b/")).isEqualTo(new Refused(Reason.LOCATION));
        try (var site = new FakeSite(OUTSIDE, FakeSite.redirect(301, "again"))) {
            assertThat(get("http://" + OUTSIDE + ":" + site.port())).isEqualTo(new Refused(Reason.REDIRECTS));
            assertThat(site.asked()).hasSize(6);
        }
    }

    @Test
    void credentialsStayWithTheirOrigin() throws IOException {
        try (var other = new FakeSite(OUTSIDE, FakeSite.ok("there"));
                var site = new FakeSite(OUTSIDE, (head, out) -> {
                    String next = head.startsWith("GET / ") ? "/same" : "http://" + OUTSIDE + ":" + other.port() + "/x";
                    FakeSite.redirect(302, next).play(head, out);
                })) {
            Answered answer = answered(outbound()
                    .send(OutboundRequest.get(URI.create("http://" + OUTSIDE + ":" + site.port()))
                            .with("Authorization", "Bearer s3cret")
                            .with("X-Api-Key", "s3cret")
                            .with("Accept", "text/xml")));

            assertThat(answer.from()).hasToString("http://" + OUTSIDE + ":" + other.port() + "/x");
            assertThat(site.asked())
                    .hasSize(2)
                    .allSatisfy(head -> assertThat(head).contains("Bearer s3cret"));
            assertThat(other.asked().getFirst())
                    .contains("Accept: text/xml\r\n")
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void tlsProvesTheNameWhateverTheAddressAndIsNotLeft() throws Exception {
        TestTls tls = TestTls.of("site.example");
        try (var site = new FakeSite(tls.server(), OUTSIDE, 0, FakeSite.redirect(302, "http://" + OUTSIDE + ":1/"))) {
            name("site.example", OUTSIDE);
            name("other.example", OUTSIDE);
            name("site.example", OUTSIDE);
            Outbound trusting = outbound(tls.client());

            assertThat(trusting.send(OutboundRequest.get(URI.create("https://site.example:" + site.port()))))
                    .isEqualTo(new Refused(Reason.DOWNGRADE));
            assertThat(site.asked().getFirst()).contains("Host: site.example:" + site.port() + "\r\n");
            assertThat(tls.namesAsked()).containsExactly("site.example");
            assertThat(trusting.send(OutboundRequest.get(URI.create("https://other.example:" + site.port()))))
                    .isInstanceOf(Unreachable.class);
            assertThat(outbound().send(OutboundRequest.get(URI.create("https://site.example:" + site.port()))))
                    .isInstanceOf(Unreachable.class);
            assertThat(site.asked()).hasSize(1);
        }
    }

    @Test
    void bodiesHaveALimitWhetherTheySayTheirLengthOrNot() throws IOException {
        for (String head : List.of("Content-Length: 1000000000000", "Transfer-Encoding: chunked", "X-None: 0")) {
            try (var site = new FakeSite(OUTSIDE, (_, out) -> {
                out.write(("HTTP/1.1 200 OK\r\n" + head + "\r\n\r\n").getBytes(ISO_8859_1));
                byte[] chunk = ("1000\r\n" + "x".repeat(0x1000) + "\r\n").getBytes(ISO_8859_1);
                while (true) {
                    out.write(chunk);
                }
            })) {
                assertThat(outbound().send(at(site).atMost(1 << 20))).isEqualTo(new TooLarge());
            }
        }
    }

    @Test
    void aSmallAnswerThatUnpacksToALargeOneIsTooLarge() throws IOException {
        byte[] bomb = gzip(new byte[16 << 20]);
        try (var site = new FakeSite(OUTSIDE, gzipped(bomb))) {
            assertThat(bomb.length).isLessThan(1 << 20);
            assertThat(outbound().send(at(site).atMost(1 << 20))).isEqualTo(new TooLarge());
        }
    }

    @Test
    void whatIsCompressedComesOutAsItWas() throws IOException {
        try (var site = new FakeSite(OUTSIDE, gzipped(gzip("words".getBytes(ISO_8859_1))))) {
            assertThat(answered(outbound().send(at(site))).content().text()).isEqualTo("words");
            assertThat(site.asked().getFirst()).contains("Accept-Encoding: gzip\r\n");
        }
    }

    @Test
    void headersHaveALimit() throws IOException {
        try (var site =
                new FakeSite(OUTSIDE, FakeSite.text("HTTP/1.1 200 OK\r\nX: " + "x".repeat(9_000) + "\r\n\r\n"))) {
            assertThat(outbound().send(at(site))).isEqualTo(new TooLarge());
        }
        try (var site = new FakeSite(OUTSIDE, FakeSite.text("HTTP/1.1 200 OK\r\n" + "X: x\r\n".repeat(101) + "\r\n"))) {
            assertThat(outbound().send(at(site))).isEqualTo(new TooLarge());
        }
    }

    @Test
    void timeRunsOutAlsoForWhoKeepsTalking() throws Exception {
        Duration limit = Duration.ofMillis(300);
        try (var site = new FakeSite(OUTSIDE, (_, out) -> {
            while (true) {
                out.write("HTTP/1.1 103 Soon\r\n\r\n".getBytes(ISO_8859_1));
            }
        })) {
            assertThat(outbound().send(at(site).within(limit))).isEqualTo(new TimedOut(limit));
            site.awaitLeaving();
        }
    }

    @Test
    void timeRunsOutInTheMiddleOfADownload() throws Exception {
        Duration limit = Duration.ofMillis(300);
        CountDownLatch over = new CountDownLatch(1);
        try (var site = new FakeSite(OUTSIDE, (_, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx".getBytes(ISO_8859_1));
            out.flush();
            await(over);
        })) {
            ByteArrayOutputStream sink = new ByteArrayOutputStream();
            assertThat(outbound().download(at(site).within(limit), sink)).isEqualTo(new TimedOut(limit));
            assertThat(sink.toString(ISO_8859_1)).isEqualTo("x");
            over.countDown();
        }
    }

    @Test
    void aLookupThatTakesForEverIsLeftBehind() {
        Duration limit = Duration.ofMillis(300);
        CountDownLatch never = new CountDownLatch(1);
        Outbound outbound = new Outbound(
                AllowList.parse(""),
                _ -> {
                    await(never);
                    return List.of();
                },
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                () -> NOW,
                "test");
        assertThat(outbound.send(
                        OutboundRequest.get(URI.create("http://slow.example")).within(limit)))
                .isEqualTo(new TimedOut(limit));
    }

    @Test
    void aDownloadGoesToItsStreamAndAnExplanationDoesNot() throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        try (var site = new FakeSite(OUTSIDE, FakeSite.ok("film"))) {
            assertThat(answered(outbound().download(at(site), sink)).content().bytes())
                    .isEmpty();
            assertThat(sink.toString(ISO_8859_1)).isEqualTo("film");
        }
        try (var site = new FakeSite(OUTSIDE, FakeSite.text("HTTP/1.1 403 No\r\nContent-Length: 3\r\n\r\nwhy"))) {
            assertThat(answered(outbound().download(at(site), sink)).content().text())
                    .isEqualTo("why");
            assertThat(sink.toString(ISO_8859_1)).isEqualTo("film");
        }
    }

    @Test
    void aStreamThatTakesNothingIsTheCallersAffair() throws IOException {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int next) throws IOException {
                throw new IOException("full");
            }
        };
        try (var site = new FakeSite(OUTSIDE, FakeSite.ok("film"))) {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> outbound().download(at(site), full));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH_9.9\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot packed",
                "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nx"
            })
    void whatIsNoHttpIsBroken(String answer) throws IOException {
        try (var site = new FakeSite(OUTSIDE, FakeSite.text(answer))) {
            assertThat(outbound().send(at(site))).isInstanceOf(Broken.class);
        }
    }

    @Test
    void whereNobodyIsNothingWasSent() throws IOException {
        // Taken, so that nobody else comes, and listened at by nobody.
        try (var silent = new Socket()) {
            silent.bind(new InetSocketAddress(OUTSIDE, 0));
            assertThat(get("http://" + OUTSIDE + ":" + silent.getLocalPort())).isInstanceOf(Unreachable.class);
        }
        assertThat(get("http://nobody.example/")).isInstanceOf(Unreachable.class);
    }

    @Test
    void headersCannotSmuggleOthers() {
        OutboundRequest request = OutboundRequest.get(URI.create("http://site.example/?key=s3cret"));
        assertThatIllegalArgumentException().isThrownBy(() -> request.with("X", "a\r\nHost: b"));
        assertThatIllegalArgumentException().isThrownBy(() -> request.with("X: a\r\nY", "b"));
        assertThatIllegalArgumentException().isThrownBy(() -> request.with("hOsT", "b"));
        assertThatIllegalArgumentException().isThrownBy(() -> request.with("Transfer-Encoding", "chunked"));
        assertThat(request.with("Authorization", "s3cret")).hasToString("GET http://site.example/");
    }

    @Test
    void theOperatorsListNamesPlacesOrAddresses() throws IOException {
        try (var site = new FakeSite(HERE, FakeSite.ok("mine"))) {
            name("tube.lan", HERE);
            name("tube.lan", HERE);
            OutboundRequest request = OutboundRequest.get(URI.create("http://tube.lan:" + site.port()));

            assertThat(answered(outbound("tube.lan:" + site.port()).send(request))
                            .status())
                    .isEqualTo(200);
            assertThat(outbound("tube.lan:1, [::1]:" + site.port()).send(request))
                    .isEqualTo(new Refused(Reason.ADDRESS));
        }
        assertThat(AllowList.isOne("")).isTrue();
        assertThat(AllowList.isOne("10.0.0.0/8 tube.lan:9000,[fd00::1]:80 , fd00::/8"))
                .isTrue();
        for (String wrong : List.of("tube.lan", "10.0.0.0/33", "10.0.0/8", "http://tube.lan:80", "10.0.0.0/x")) {
            assertThat(AllowList.isOne(wrong)).as(wrong).isFalse();
        }
    }

    /** A name's next answer. */
    private void name(String host, String... addresses) {
        names.computeIfAbsent(host, _ -> new ArrayDeque<>()).add(List.of(addresses));
    }

    private List<InetAddress> find(String host) throws UnknownHostException {
        lookups.incrementAndGet();
        Queue<List<String>> answers = names.get(host);
        if (answers != null) {
            List<String> next = answers.size() > 1 ? answers.remove() : answers.element();
            return next.stream().map(InetAddress::ofLiteral).toList();
        }
        if (host.endsWith(".example")) {
            throw new UnknownHostException(host);
        }
        return List.of(InetAddress.ofLiteral(host));
    }

    private Outbound outbound() {
        return outbound(OUTSIDE + "/32");
    }

    private Outbound outbound(String allowed) {
        return new Outbound(
                AllowList.parse(allowed),
                this::find,
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                () -> NOW,
                "test");
    }

    private Outbound outbound(SSLSocketFactory tls) {
        return new Outbound(AllowList.parse(OUTSIDE + "/32"), this::find, tls, () -> NOW, "test");
    }

    private OutboundResult get(String uri) {
        return outbound().send(OutboundRequest.get(URI.create(uri)));
    }

    private OutboundResult redirected(String location) throws IOException {
        try (var site = new FakeSite(OUTSIDE, FakeSite.redirect(303, location))) {
            return outbound().send(at(site));
        }
    }

    private static OutboundRequest at(FakeSite site) {
        return OutboundRequest.get(URI.create("http://" + OUTSIDE + ":" + site.port()));
    }

    private static Answered answered(OutboundResult result) {
        assertThat(result).isInstanceOf(Answered.class);
        return (Answered) result;
    }

    private static FakeSite.Script gzipped(byte[] packed) {
        return (_, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".getBytes(ISO_8859_1));
            out.write(packed);
        };
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(packed)) {
            zip.write(plain);
        }
        return packed.toByteArray();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
