package io.viralforge.revenue;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.viralforge.platform.transport.ClientAddress;

/** Leads visitors on. Nothing in the request says where to: only what the studio wrote does. */
@Controller("/l")
final class LinksHttp {
    private final Links links;
    private final ClientAddress addresses;

    LinksHttp(Links links, ClientAddress addresses) {
        this.links = links;
        this.addresses = addresses;
    }

    @Get(value = "/{code}", produces = MediaType.ALL)
    HttpResponse<?> follow(HttpRequest<?> request, String code) {
        HttpHeaders headers = request.getHeaders();
        String purpose = headers.get("Sec-Purpose");
        return switch (links.follow(
                code,
                new Visitors.Visit(
                        request.getMethod() == HttpMethod.GET,
                        addresses.of(request),
                        headers.get(HttpHeaders.USER_AGENT),
                        purpose == null ? headers.get("Purpose") : purpose))) {
            case Links.Way.To(var target) -> answer(HttpStatus.FOUND).header(HttpHeaders.LOCATION, target.toString());
            case Links.Way.Ended() -> answer(HttpStatus.GONE);
            case Links.Way.Unknown() -> answer(HttpStatus.NOT_FOUND);
            case Links.Way.TooMany() -> answer(HttpStatus.TOO_MANY_REQUESTS).header(HttpHeaders.RETRY_AFTER, "60");
        };
    }

    private static MutableHttpResponse<String> answer(HttpStatus status) {
        return HttpResponse.<String>status(status)
                .contentType(MediaType.TEXT_PLAIN_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Robots-Tag", "noindex")
                .body(status.getReason() + "\n");
    }
}
