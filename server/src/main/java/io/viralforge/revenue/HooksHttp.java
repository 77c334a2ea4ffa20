package io.viralforge.revenue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.viralforge.platform.secrets.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where shops tell of sales. An address that is none is answered as a signature that is none, after the same work. What is
 * signed and cannot be read is acknowledged: to be told it again would help nobody.
 */
@Controller("/hooks")
final class HooksHttp {
    private static final Logger LOG = LoggerFactory.getLogger(HooksHttp.class);
    private static final int MOST_BYTES = 256 << 10;
    /** Of hooks that are none; nobody can sign with it, for what is signed with it is refused. */
    private static final Secret NOBODYS = new Secret("whsec_nobody-has-this-one");

    private final Hooks hooks;
    private final ObjectMapper json;

    HooksHttp(Hooks hooks, ObjectMapper json) {
        this.hooks = hooks;
        this.json = json;
    }

    private interface Check {
        boolean isSigned(byte[] body, Secret secret);
    }

    private interface Reader {
        ShopEvent read(byte[] body) throws IOException;
    }

    @Post(value = "/stripe/{id}", consumes = MediaType.ALL, produces = MediaType.ALL)
    HttpResponse<?> stripe(HttpHeaders headers, String id, @Body byte @Nullable [] body) {
        return answer(
                RevenueSource.STRIPE,
                id,
                body,
                (bytes, secret) -> StripeHook.isSigned(
                        new String(bytes, StandardCharsets.UTF_8), headers.get("Stripe-Signature"), secret),
                bytes -> StripeHook.read(json.readTree(bytes)));
    }

    @Post(value = "/shopify/{id}", consumes = MediaType.ALL, produces = MediaType.ALL)
    HttpResponse<?> shopify(HttpHeaders headers, String id, @Body byte @Nullable [] body) {
        return answer(
                RevenueSource.SHOPIFY,
                id,
                body,
                (bytes, secret) -> ShopifyHook.isSigned(bytes, headers.get("X-Shopify-Hmac-Sha256"), secret),
                bytes -> ShopifyHook.read(headers.get("X-Shopify-Topic"), json.readTree(bytes)));
    }

    private HttpResponse<?> answer(
            RevenueSource source, String id, byte @Nullable [] body, Check check, Reader reader) {
        byte[] bytes = body == null ? new byte[0] : body;
        if (bytes.length > MOST_BYTES) {
            return HttpResponse.status(HttpStatus.REQUEST_ENTITY_TOO_LARGE);
        }
        Hooks.Opened hook = hooks.open(source, id);
        boolean isSigned = check.isSigned(bytes, hook == null ? NOBODYS : hook.secret());
        if (hook == null || !isSigned) {
            return HttpResponse.badRequest();
        }
        ShopEvent event;
        try {
            event = reader.read(bytes);
        } catch (IOException | DateTimeException | IllegalArgumentException unreadable) {
            LOG.warn("a signed webhook of {} cannot be read", source, unreadable);
            return HttpResponse.ok();
        }
        hooks.tell(hook.studio(), event);
        return HttpResponse.ok();
    }
}
