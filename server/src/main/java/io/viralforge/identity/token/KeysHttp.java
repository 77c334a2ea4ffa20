package io.viralforge.identity.token;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.viralforge.platform.sql.Sql;

/** Shows whoever wants to check access tokens the keys to do it with (RFC 7517). */
@Controller("/.well-known/jwks.json")
@Requires(beans = Sql.class)
final class KeysHttp {
    private final SigningKeys keys;

    KeysHttp(SigningKeys keys) {
        this.keys = keys;
    }

    /** Public halves only. They may be kept for less time than a new key waits before it signs. */
    @Get(produces = "application/jwk-set+json")
    HttpResponse<String> keys() {
        return HttpResponse.ok(keys.open().toString()).header(HttpHeaders.CACHE_CONTROL, "public, max-age=30");
    }
}
