package io.viralforge.revenue;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A shop that tells of its sales as Stripe and Shopify do, by their documents, not by their libraries. */
final class Shop {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final String secret = "whsec_" + UUID.randomUUID();
    private final TestServer server;
    private final URI hook;
    private final RevenueSource kind;

    Shop(TestServer server, Actor.Member member, RevenueSource kind) {
        this.server = server;
        this.kind = kind;
        JsonNode payload = server.data(member, """
                mutation ($source: RevenueSource!, $secret: String!) {
                  revenueHookSet(input: {source: $source, secret: $secret}) { hook { url } userErrors { code } } }""", Map.of("source", kind, "secret", secret));
        this.hook = URI.create(payload.at("/revenueHookSet/hook/url").asText());
    }

    /** A sale by Checkout, of so many cents. */
    static String checkout(String payment, long cents, String click) {
        return """
                {"id": "evt_1", "type": "checkout.session.completed", "livemode": true, "data": {"object": {
                  "id": "cs_1", "payment_intent": "%s", "payment_status": "paid", "amount_total": %d, "currency": "eur",
                  "client_reference_id": "%s", "created": 1795000000}}}""".formatted(payment, cents, click);
    }

    /** The same sale as its intent tells it, which knows no click. */
    static String intent(String payment, long cents) {
        return """
                {"id": "evt_3", "type": "payment_intent.succeeded", "livemode": true, "data": {"object": {
                  "id": "%s", "amount_received": %d, "currency": "eur", "metadata": {}, "created": 1795000000}}}""".formatted(payment, cents);
    }

    static String refund(String refund, String payment, long cents) {
        return """
                {"id": "evt_2", "type": "refund.created", "livemode": true, "data": {"object": {
                  "id": "%s", "payment_intent": "%s", "status": "succeeded", "amount": %d, "currency": "eur",
                  "created": 1795000100}}}""".formatted(refund, payment, cents);
    }

    /** Tells it, signed; the status of the answer. */
    int tells(String topic, String body) {
        return kind == RevenueSource.STRIPE
                ? post(body, "Stripe-Signature", stripe(body, secret, Instant.now()), topic)
                : post(body, "X-Shopify-Hmac-Sha256", shopify(body, secret), topic);
    }

    int tells(String body) {
        return tells("", body);
    }

    static String stripe(String body, String secret, Instant at) {
        long seconds = at.getEpochSecond();
        return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(hmac(seconds + "." + body, secret));
    }

    static String shopify(String body, String secret) {
        return Base64.getEncoder().encodeToString(hmac(body, secret));
    }

    int post(String body, String header, String signature, String topic) {
        return post(hook, body, header, signature, topic);
    }

    /** To whatever address of the same kind. */
    int postTo(String id, String body, String header, String signature) {
        return post(hook.resolve(id), body, header, signature, "");
    }

    private int post(URI to, String body, String header, String signature, String topic) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(server.uri().resolve(to.getRawPath()))
                    .header("Content-Type", "application/json")
                    .header(header, signature)
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            if (!topic.isEmpty()) {
                request.header("X-Shopify-Topic", topic);
            }
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(String text, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
