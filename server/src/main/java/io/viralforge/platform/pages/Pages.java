package io.viralforge.platform.pages;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Serves the pages. Scripts come from here alone and never stand in a page; GraphiQL's editor needs inline styles. */
@Controller
final class Pages {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]-]{1,260}");
    private final Assets assets;
    private final byte[] playground;
    private final byte[] setup;
    private final byte[] reset;
    private final byte[] verify;
    private final byte[] connect;

    Pages(Assets assets) {
        this.assets = assets;
        this.playground = page("playground.html");
        this.setup = page("setup.html");
        this.reset = page("reset.html");
        this.verify = page("verify.html");
        this.connect = page("connect.html");
    }

    @Get(
            uris = {"/", "/playground"},
            produces = MediaType.TEXT_HTML)
    HttpResponse<byte[]> playground(HttpRequest<?> request) {
        return page(request, playground);
    }

    @Get(uri = "/setup", produces = MediaType.TEXT_HTML)
    HttpResponse<byte[]> setup(HttpRequest<?> request) {
        return page(request, setup);
    }

    @Get(uri = "/reset", produces = MediaType.TEXT_HTML)
    HttpResponse<byte[]> reset(HttpRequest<?> request) {
        return page(request, reset);
    }

    @Get(uri = "/verify", produces = MediaType.TEXT_HTML)
    HttpResponse<byte[]> verify(HttpRequest<?> request) {
        return page(request, verify);
    }

    @Get(uri = "/connect", produces = MediaType.TEXT_HTML)
    HttpResponse<byte[]> connect(HttpRequest<?> request) {
        return page(request, connect);
    }

    @Get(uri = "/assets/{version}/{name}", produces = MediaType.ALL)
    @Nullable
    HttpResponse<byte[]> asset(String version, String name) {
        Assets.Asset asset = assets.find(version, name);
        return asset == null
                ? null
                : HttpResponse.ok(asset.bytes())
                        .contentType(asset.type())
                        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
    }

    private static HttpResponse<byte[]> page(HttpRequest<?> request, byte[] page) {
        String host = request.getHeaders().get(HttpHeaders.HOST);
        // Older browsers do not take 'self' for the sockets of the same host.
        String sockets = host != null && HOST.matcher(host).matches() ? "ws://" + host + " wss://" + host : "";
        return HttpResponse.ok(page)
                .header("Content-Security-Policy", policy(sockets))
                .header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    private static String policy(String sockets) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data:",
                "font-src 'self' data:",
                "connect-src 'self' " + sockets,
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'");
    }

    private byte[] page(String name) {
        String page = new String(Assets.read("pages/" + name), StandardCharsets.UTF_8);
        return page.replace("${assets}", assets.folder()).getBytes(StandardCharsets.UTF_8);
    }
}
