package io.viralforge.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A small server for tests: HTTP/1.1 and WebSocket on one port, able to vanish, to come back and to cut connections. */
public final class FakeServer implements AutoCloseable {
    private final int port;
    private final List<Route> routes = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong cutBodyAfter = new AtomicLong(-1);
    private final Semaphore knocks = new Semaphore(0);
    private volatile boolean isHungUp;
    private volatile @Nullable ServerSocket listener;
    private volatile Thread acceptor = Thread.currentThread();

    /** Answers a request. */
    @FunctionalInterface
    public interface Handler {
        Response handle(Request request) throws Exception;
    }

    /** Talks on a WebSocket until it returns; then the connection is cut. */
    @FunctionalInterface
    public interface SocketHandler {
        void handle(FakeSocket socket) throws Exception;
    }

    /** Header names are in lower case. */
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way, never compared.
    public record Request(String method, String target, Map<String, String> headers, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** {@code cutAfter}: so many bytes of the body are sent, then the connection is cut; -1: all of it. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Response(int status, Map<String, String> headers, byte[] body, int cutAfter) {
        public static Response json(int status, String body) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            return new Response(status, Map.of("Content-Type", "application/graphql-response+json"), bytes, -1);
        }

        public static Response bytes(int status, byte[] body) {
            return new Response(status, Map.of(), body, -1);
        }

        public static Response status(int status) {
            return bytes(status, new byte[0]);
        }

        /** Cuts the connection without a word. */
        public static Response cut() {
            return new Response(0, Map.of(), new byte[0], 0);
        }

        public Response with(String header, String value) {
            var more = new HashMap<>(headers);
            more.put(header, value);
            return new Response(status, more, body, cutAfter);
        }

        public Response cutAfter(int bytes) {
            return new Response(status, headers, body, bytes);
        }
    }

    private record Route(
            String method,
            String prefix,
            @Nullable Handler handler,
            @Nullable SocketHandler socket) {}

    public FakeServer() throws IOException {
        var first = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        port = first.getLocalPort();
        listener = first;
        serve(first);
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** The newest route whose method and prefix fit answers. */
    public FakeServer on(String method, String prefix, Handler handler) {
        routes.addFirst(new Route(method, prefix, handler, null));
        return this;
    }

    public FakeServer onSocket(String prefix, SocketHandler handler) {
        routes.addFirst(new Route("GET", prefix, null, handler));
        return this;
    }

    /** The next request body is read so far only, then its connection is cut. */
    public void cutNextBodyAfter(long bytes) {
        cutBodyAfter.set(bytes);
    }

    /** Stops listening and cuts every connection: connecting is refused until {@link #comeBack}. */
    public void vanish() {
        var current = listener;
        listener = null;
        if (current != null) {
            close(current);
        }
        open.forEach(FakeServer::close);
    }

    /** Cuts every connection, and each that is made until {@link #comeBack}, before a word is said. */
    public void hangUp() {
        isHungUp = true;
        open.forEach(FakeServer::close);
    }

    /** Waits until so many connections have been cut since it {@link #hangUp hung up}. */
    public void awaitKnocks(int count) throws InterruptedException {
        if (!knocks.tryAcquire(count, 20, TimeUnit.SECONDS)) {
            throw new AssertionError("waited for " + count + " knocks, heard " + knocks.availablePermits());
        }
    }

    /** Listens on the same port again. */
    public void comeBack() throws IOException, InterruptedException {
        if (isHungUp) {
            isHungUp = false;
            return;
        }
        acceptor.join(); // Holds the port until it has noticed.
        var again = new ServerSocket();
        again.setReuseAddress(true);
        again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        listener = again;
        serve(again);
    }

    @Override
    public void close() {
        vanish();
    }

    private void serve(ServerSocket server) {
        acceptor = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    var socket = server.accept();
                    open.add(socket);
                    if (isHungUp) {
                        close(socket);
                        knocks.release();
                        continue;
                    }
                    if (listener != server) {
                        close(socket);
                    }
                    Thread.ofVirtual().start(() -> talk(socket));
                }
            } catch (IOException closed) {
                // Vanished.
            }
        });
    }

    private void talk(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            while (answer(socket, in)) {
                // The connection is kept.
            }
        } catch (IOException cut) {
            // As a real server would see it.
        } finally {
            open.remove(socket);
        }
    }

    private boolean answer(Socket socket, InputStream in) throws IOException {
        var first = line(in);
        if (first == null) {
            return false;
        }
        var words = first.split(" ", -1);
        var headers = new HashMap<String, String>();
        for (var line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var route = route(words[0], words[1], headers.containsKey("sec-websocket-key"));
        if (route != null && route.socket() != null) {
            FakeSocket.upgrade(socket, in, headers, route.socket());
            return false;
        }
        long length = Long.parseLong(headers.getOrDefault("content-length", "0"));
        long cut = length > 0 ? cutBodyAfter.getAndSet(-1) : -1;
        var body = in.readNBytes((int) (cut >= 0 ? Math.min(cut, length) : length));
        if (body.length < length) {
            return false;
        }
        var handler = route == null ? null : route.handler();
        return send(socket, handler == null ? Response.status(404) : call(handler, words, headers, body));
    }

    private static Response call(Handler handler, String[] words, Map<String, String> headers, byte[] body) {
        try {
            return handler.handle(new Request(words[0], words[1], headers, body));
        } catch (Exception | AssertionError failed) {
            return Response.bytes(500, String.valueOf(failed).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static boolean send(Socket socket, Response response) throws IOException {
        if (response.status() == 0) {
            return false;
        }
        var head = new StringBuilder("HTTP/1.1 " + response.status() + " fake\r\n");
        response.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Content-Length: " + response.body().length + "\r\n\r\n");
        var out = socket.getOutputStream();
        out.write(head.toString().getBytes(StandardCharsets.UTF_8));
        int count = response.cutAfter() < 0 ? response.body().length : response.cutAfter();
        out.write(response.body(), 0, count);
        out.flush();
        return response.cutAfter() < 0;
    }

    private @Nullable Route route(String method, String target, boolean isUpgrade) {
        return routes.stream()
                .filter(r -> r.method().equals(method) && target.startsWith(r.prefix()))
                .filter(r -> isUpgrade == (r.socket() != null))
                .findFirst()
                .orElseGet(() -> isUpgrade ? route(method, target, false) : null);
    }

    private static @Nullable String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                if (line.size() == 0) {
                    return null;
                }
                throw new EOFException();
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static void close(Closeable it) {
        try {
            it.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
