package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What TikTok tells by itself ("TikTok Webhooks"): at least once, signed, again with longer and longer pauses for 72
 * hours until it is answered with 200.
 */
final class TiktokWebhooks implements AutoCloseable {
    private static final Duration GIVEN_UP = Duration.ofDays(3);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

    private record Message(String body, Instant created, Instant due, int tries) {
        Message again(Instant now) {
            return new Message(body, created, now.plus(FIRST_PAUSE.multipliedBy(1L << Math.min(tries, 20))), tries + 1);
        }
    }

    private final InstantSource clock;
    private final Faults faults;
    private final Client client;
    private final TiktokPosting posting;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> told = new HashSet<>();
    private final List<Message> waiting = new ArrayList<>();
    private volatile @Nullable URI address;

    TiktokWebhooks(InstantSource clock, Faults faults, Client client, TiktokPosting posting) {
        this.clock = clock;
        this.faults = faults;
        this.client = client;
        this.posting = posting;
    }

    void register(URI callback) {
        address = callback;
    }

    /** Tells what has happened by now and was not told, and again what was not heard. */
    synchronized void tick() {
        Instant now = clock.instant();
        for (TiktokPost post : posting.all()) {
            String type = post.isInbox ? "INBOX_SHARE" : "DIRECT_POST";
            ObjectNode content = Json.object().put("publish_id", post.publishId).put("publish_type", type);
            switch (post.stage(now)) {
                case PROCESSING_UPLOAD -> {}
                case FAILED -> tell("post.publish.failed", post, content.put("reason", post.failReason()));
                case SEND_TO_USER_INBOX -> tell("post.publish.inbox_delivered", post, content);
                case PUBLISH_COMPLETE -> tell("post.publish.complete", post, content);
            }
            if (post.isPublic(now)) {
                ObjectNode more = content.deepCopy().put("post_id", Long.toString(post.postId()));
                tell("post.publish.publicly_available", post, more);
            }
        }
        deliver(now);
    }

    synchronized void removed(Account creator) {
        enqueue("authorization.removed", creator, Json.object().put("reason", 1));
        deliver(clock.instant());
    }

    private void tell(String event, TiktokPost post, ObjectNode content) {
        if (told.add(post.publishId + " " + event)) {
            enqueue(event, post.creator, content);
        }
    }

    private void enqueue(String event, Account creator, ObjectNode content) {
        Instant now = clock.instant();
        String body = Json.write(Json.object()
                .put("client_key", client.id())
                .put("event", event)
                .put("create_time", now.getEpochSecond())
                .put("user_openid", creator.id())
                // A string that holds JSON, as TikTok has it.
                .put("content", Json.write(content)));
        int times = switch (faults.take(Operation.TIKTOK_WEBHOOK)) {
            case Fault.Repeat(int repeated) -> repeated;
            case Fault.Cut _ -> 0;
            case null, default -> 1;
        };
        for (int i = 0; i < times; i++) {
            waiting.add(new Message(body, now, now, 0));
        }
    }

    private void deliver(Instant now) {
        @Nullable URI to = address;
        if (to == null) {
            waiting.clear();
            return;
        }
        List<Message> due =
                waiting.stream().filter(each -> !each.due().isAfter(now)).toList();
        waiting.removeAll(due);
        for (Message message : due) {
            boolean isWorthIt = message.created().plus(GIVEN_UP).isAfter(now);
            if (isWorthIt && !isHeard(to, message.body(), now)) {
                waiting.add(message.again(now));
            }
        }
    }

    private boolean isHeard(URI to, String body, Instant now) {
        HttpRequest request = HttpRequest.newBuilder(to)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("TikTok-Signature", signature(body, now))
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** HMAC-SHA256 with the client's secret over time, dot and body ("Check the signature"). */
    private String signature(String body, Instant now) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(client.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            long time = now.getEpochSecond();
            byte[] signed = mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=" + time + ",s=" + HexFormat.of().formatHex(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
