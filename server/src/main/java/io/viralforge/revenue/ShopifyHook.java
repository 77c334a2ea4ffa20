package io.viralforge.revenue;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Money;
import io.viralforge.platform.secrets.Secret;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Currency;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Shopify's webhooks. What a buyer paid counts, tax and shipping in it, as refunds are of that too. The signature says
 * nothing of when; that an order is booked once is what makes an old message harmless.
 *
 * @see <a href="https://shopify.dev/docs/apps/build/webhooks/subscribe/https">Shopify on webhooks</a>
 */
final class ShopifyHook {
    /** The parameter of a shop's page, or the note on an order, that holds the click's id. */
    private static final String CLICK = "click";

    private static final Pattern LANDED = Pattern.compile("[?&]" + CLICK + "=([a-z0-9]+)");

    private ShopifyHook() {}

    static boolean isSigned(byte[] body, @Nullable String header, Secret secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.text().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] expected = Base64.getEncoder().encode(mac.doFinal(body));
            return header != null && MessageDigest.isEqual(expected, header.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static ShopEvent read(@Nullable String topic, JsonNode object) {
        if (object.path("test").asBoolean()) {
            return new ShopEvent.Ignored("Shopify's test order");
        }
        return switch (topic == null ? "" : topic) {
            case "orders/paid" -> sale(object);
            case "refunds/create" -> refund(object);
            default ->
                new ShopEvent.Ignored(topic != null && topic.matches("[a-z_/]{1,60}") ? topic : "a topic that is none");
        };
    }

    private static ShopEvent sale(JsonNode order) {
        BigDecimal amount = Booking.amount(order.path("total_price").asText());
        return amount.signum() <= 0
                ? new ShopEvent.Ignored("an order of nothing")
                : new ShopEvent.Sale(
                        new Booking(
                                RevenueSource.SHOPIFY,
                                "order " + order.path("id").asLong(),
                                OffsetDateTime.parse(order.path("processed_at").asText())
                                        .toInstant(),
                                new Money(amount, currency(order)),
                                BigDecimal.ZERO,
                                "Sale",
                                Booking.Origin.UNKNOWN,
                                null),
                        click(order));
    }

    private static @Nullable String click(JsonNode order) {
        for (JsonNode note : order.path("note_attributes")) {
            if (note.path("name").asText().equals(CLICK)) {
                return note.path("value").textValue();
            }
        }
        Matcher landed = LANDED.matcher(order.path("landing_site").asText());
        return landed.find() ? landed.group(1) : null;
    }

    private static ShopEvent refund(JsonNode refund) {
        BigDecimal amount = BigDecimal.ZERO;
        Currency currency = null;
        for (JsonNode transaction : refund.path("transactions")) {
            boolean isPaidBack = transaction.path("kind").asText().equals("refund")
                    && transaction.path("status").asText().equals("success")
                    && !transaction.path("test").asBoolean();
            if (isPaidBack) {
                amount = amount.add(Booking.amount(transaction.path("amount").asText()));
                currency = currency(transaction);
            }
        }
        return currency == null || !Booking.isAmount(amount)
                ? new ShopEvent.Ignored("a refund of nothing, or of more than anything costs")
                : new ShopEvent.Refunded(new Ledger.Refund(
                        RevenueSource.SHOPIFY,
                        "refund " + refund.path("id").asLong(),
                        "order " + refund.path("order_id").asLong(),
                        OffsetDateTime.parse(refund.path("created_at").asText()).toInstant(),
                        new Money(amount, currency)));
    }

    private static Currency currency(JsonNode object) {
        return Currency.getInstance(object.path("currency").asText());
    }
}
