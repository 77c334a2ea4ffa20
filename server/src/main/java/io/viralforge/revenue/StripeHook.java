package io.viralforge.revenue;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import io.viralforge.platform.graphql.Money;
import io.viralforge.platform.secrets.Secret;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's webhooks. A sale is named by its payment intent, so that Checkout's event and the intent's own are one sale. The
 * signature is judged by Stripe's library; the fields are read by us, for its classes fit one version of the API only.
 *
 * @see <a href="https://docs.stripe.com/webhooks">Stripe on webhooks</a>
 */
final class StripeHook {
    /** Seconds that a message may have been on its way. */
    private static final long TOLERANCE = 300;

    private static final int USUAL_PLACES = 2;

    /** <a href="https://docs.stripe.com/currencies">Stripe on currencies</a>: its own, not those of ISO 4217. */
    private static final Set<String> NO_PLACES = Set.of(
            "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF");

    private static final Set<String> THREE_PLACES = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

    private StripeHook() {}

    static boolean isSigned(String body, @Nullable String header, Secret secret) {
        try {
            return header != null && Webhook.Signature.verifyHeader(body, header, secret.text(), TOLERANCE);
        } catch (SignatureVerificationException forged) {
            return false;
        }
    }

    static ShopEvent read(JsonNode event) {
        String type = event.path("type").asText();
        JsonNode object = event.at("/data/object");
        if (!event.path("livemode").asBoolean()) {
            return new ShopEvent.Ignored("Stripe's test mode");
        }
        return switch (type) {
            case "checkout.session.completed", "checkout.session.async_payment_succeeded" ->
                object.path("payment_status").asText().equals("paid")
                        ? sale(object, "payment_intent", "amount_total", object.path("client_reference_id"))
                        : new ShopEvent.Ignored(type + ", not paid");
            case "payment_intent.succeeded" -> sale(object, "id", "amount_received", object.at("/metadata/click"));
            case "refund.created", "refund.updated" ->
                object.path("status").asText().equals("succeeded")
                        ? refund(object)
                        : new ShopEvent.Ignored(type + ", " + status(object));
            default -> new ShopEvent.Ignored(type.matches("[a-z_.]{1,60}") ? type : "a kind that is none");
        };
    }

    private static String status(JsonNode object) {
        String status = object.path("status").asText();
        return status.matches("[a-z_]{1,30}") ? status : "no status";
    }

    private static ShopEvent sale(JsonNode object, String id, String amount, JsonNode click) {
        return object.path(id).asText("").isEmpty() || object.path(amount).asLong() <= 0
                ? new ShopEvent.Ignored("a sale without a payment")
                : new ShopEvent.Sale(
                        new Booking(
                                RevenueSource.STRIPE,
                                object.path(id).asText(),
                                created(object),
                                money(object, amount),
                                BigDecimal.ZERO,
                                "Sale",
                                Booking.Origin.UNKNOWN,
                                null),
                        click.textValue());
    }

    private static ShopEvent refund(JsonNode object) {
        String sale = object.path("payment_intent").asText("");
        return sale.isEmpty() || sale.equals("null") || object.path("amount").asLong() <= 0
                ? new ShopEvent.Ignored("a refund of no payment intent")
                : new ShopEvent.Refunded(new Ledger.Refund(
                        RevenueSource.STRIPE,
                        object.path("id").asText(),
                        sale,
                        created(object),
                        money(object, "amount")));
    }

    private static Instant created(JsonNode object) {
        return Instant.ofEpochSecond(object.path("created").asLong());
    }

    private static Money money(JsonNode object, String amount) {
        String code = object.path("currency").asText().toUpperCase(Locale.ROOT);
        int places = NO_PLACES.contains(code) ? 0 : THREE_PLACES.contains(code) ? 3 : USUAL_PLACES;
        JsonNode smallest = object.path(amount);
        BigDecimal money = BigDecimal.valueOf(smallest.asLong(), places);
        if (!smallest.isIntegralNumber() || !smallest.canConvertToLong() || !Booking.isAmount(money)) {
            throw new IllegalArgumentException("no amount that can be booked");
        }
        return new Money(money, Currency.getInstance(code));
    }
}
