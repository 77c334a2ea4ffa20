package io.viralforge.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The HTTP server of all networks: finds who answers, and lets go wrong what is to. Loopback only. */
final class Front implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Network> networks;
    private final Pages pages;
    private final Faults faults;
    private final Map<Operation, LongAdder> counts = new EnumMap<>(Operation.class);

    Front(int port, List<Network> networks, Pages pages, Faults faults) throws IOException {
        this.networks = networks;
        this.pages = pages;
        this.faults = faults;
        for (Operation operation : Operation.values()) {
            counts.put(operation, new LongAdder());
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    long count(Operation operation) {
        LongAdder count = counts.get(operation);
        return count == null ? 0 : count.sum();
    }

    private void serve(HttpExchange exchange) throws IOException {
        // Closing an exchange that was not answered breaks the connection.
        try (exchange) {
            @Nullable Response response = respond(new Request(exchange));
            if (response != null) {
                send(exchange, response);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Response respond(Request request) throws IOException, InterruptedException {
        @Nullable Response page = pages.answer(request);
        if (page != null) {
            return page;
        }
        for (Network network : networks) {
            for (Route route : network.routes()) {
                if (route.fits(request)) {
                    return respond(network, route, request);
                }
            }
        }
        return Response.empty(404);
    }

    /** Null: the connection is to break. */
    private @Nullable Response respond(Network network, Route route, Request request)
            throws IOException, InterruptedException {
        counts.getOrDefault(route.operation(), new LongAdder()).increment();
        @Nullable Fault fault = faults.take(route.operation());
        return switch (fault) {
            case null -> answer(route, request);
            case Fault.Delay(Duration by) -> {
                // Slowness is what was asked for here.
                Thread.sleep(by);
                yield answer(route, request);
            }
            case Fault.Answer(When when, int status, @Nullable Duration retryAfter) -> {
                carryOut(when, route, request);
                yield Response.empty(
                        status,
                        retryAfter == null ? Map.of() : Map.of("Retry-After", Long.toString(retryAfter.toSeconds())));
            }
            case Fault.Cut(When when) -> {
                carryOut(when, route, request);
                yield null;
            }
            case Fault.Hold(When when, Gate gate) -> {
                if (when == When.BEFORE) {
                    gate.pass();
                    yield answer(route, request);
                }
                if (when == When.MIDWAY) {
                    request.breakMidway();
                }
                Response response = answer(route, request);
                gate.pass();
                yield when == When.MIDWAY ? null : response;
            }
            case Fault.StaleToken() -> {
                network.forgetToken(request);
                yield answer(route, request);
            }
            case Fault.OverQuota() -> {
                network.useUp(route.operation(), request);
                yield answer(route, request);
            }
            case Fault.ExpiredUpload() -> {
                network.forgetUpload(request);
                yield answer(route, request);
            }
            case Fault.Spoil _, Fault.Repeat _ -> answer(route, request);
        };
    }

    /** As much of the effect as takes place by then; what the answer would be is lost. */
    private static void carryOut(When when, Route route, Request request) throws IOException {
        switch (when) {
            case BEFORE -> {}
            case MIDWAY -> {
                request.breakMidway();
                answer(route, request);
            }
            case AFTER -> answer(route, request);
        }
    }

    private static Response answer(Route route, Request request) throws IOException {
        try {
            return route.handler().handle(request);
        } catch (Refused refused) {
            return refused.response();
        }
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        // An answer to one who still sends would be lost with the connection.
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
        response.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    /** Breaks all connections. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
