package io.viralforge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TiktokWebhooksTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private record Heard(String signature, String body) {
        JsonNode json() throws IOException {
            return MAPPER.readTree(body);
        }

        String event() {
            try {
                return json().path("event").asText();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final Rig rig = new Rig();
    private final HttpServer listener =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger answer = new AtomicInteger(200);

    TiktokWebhooksTest() throws IOException {
        listener.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            heard.add(new Heard(exchange.getRequestHeaders().getFirst("TikTok-Signature"), body));
            exchange.sendResponseHeaders(answer.get(), -1);
            exchange.close();
        });
        listener.start();
        rig.sandbox
                .tiktok()
                .webhook(URI.create("http://127.0.0.1:" + listener.getAddress().getPort() + "/hook"));
    }

    @AfterEach
    void close() {
        rig.close();
        listener.stop(0);
    }

    @Test
    void aPostIsToldOnceAndSigned() throws Exception {
        String id = post();
        rig.sandbox.clock().advance(Duration.ofSeconds(10));
        rig.sandbox.clock().advance(Duration.ofSeconds(30));
        rig.sandbox.clock().advance(Duration.ofSeconds(30));
        assertThat(heard)
                .extracting(Heard::event)
                .containsExactly("post.publish.complete", "post.publish.publicly_available");
        Heard first = heard.getFirst();
        JsonNode content = MAPPER.readTree(first.json().path("content").asText());
        assertThat(content.path("publish_id").asText()).isEqualTo(id);
        assertThat(content.path("publish_type").asText()).isEqualTo("DIRECT_POST");
        long time = Rig.NOON.plusSeconds(10).getEpochSecond();
        assertThat(first.signature()).isEqualTo("t=" + time + ",s=" + hmac(time + "." + first.body()));
    }

    @Test
    void whatIsNotHeardIsToldAgainWithLongerPauses() throws Exception {
        answer.set(500);
        post();
        rig.sandbox.clock().advance(Duration.ofSeconds(10));
        assertThat(heard).hasSize(1);
        rig.sandbox.clock().advance(Duration.ofSeconds(10));
        assertThat(heard).hasSize(2);
        answer.set(200);
        rig.sandbox.clock().advance(Duration.ofSeconds(19));
        assertThat(heard).hasSize(2);
        rig.sandbox.clock().advance(Duration.ofSeconds(1));
        // With what has come to tell meanwhile.
        assertThat(heard).hasSize(4).extracting(Heard::event).contains("post.publish.publicly_available");
    }

    @Test
    void aMessageMayComeTwiceOrNever() throws Exception {
        rig.sandbox.faults().next(Operation.TIKTOK_WEBHOOK, new Fault.Repeat(2));
        rig.sandbox.faults().nth(Operation.TIKTOK_WEBHOOK, 2, new Fault.Cut(When.BEFORE));
        post();
        rig.sandbox.clock().advance(Duration.ofMinutes(1));
        assertThat(heard).extracting(Heard::event).containsExactly("post.publish.complete", "post.publish.complete");
    }

    @Test
    void whoTakesBackWhatTheyAllowedIsTold() throws Exception {
        rig.sandbox.tiktok().revoke(rig.sandbox.tiktok().creators().getFirst());
        assertThat(heard).extracting(Heard::event).containsExactly("authorization.removed");
    }

    private String post() throws IOException, InterruptedException {
        String token = rig.tiktok("video.publish");
        JsonNode begun =
                rig.post("/v2/post/publish/video/init/", token, """
                        {"post_info": {"privacy_level": "PUBLIC_TO_EVERYONE"},
                         "source_info": {"source": "FILE_UPLOAD", "video_size": 4, "chunk_size": 4,
                           "total_chunk_count": 1}}""").json().path("data");
        rig.send(rig.put(begun.path("upload_url").asText(), "bytes 0-3/4", BodyPublishers.ofByteArray(new byte[4]))
                .header("Content-Type", "video/mp4"));
        return begun.path("publish_id").asText();
    }

    private String hmac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        byte[] key = rig.sandbox.tiktok().clientSecret().getBytes(StandardCharsets.UTF_8);
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
