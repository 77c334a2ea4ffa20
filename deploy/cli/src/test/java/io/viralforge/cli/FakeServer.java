package io.viralforge.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Says that it is well, and nothing else. */
record FakeServer(HttpServer server) implements AutoCloseable {
    private static final byte[] WELL = "{\"status\":\"ready\"}".getBytes(StandardCharsets.UTF_8);

    static FakeServer listen(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, WELL.length);
            exchange.getResponseBody().write(WELL);
            exchange.close();
        });
        server.start();
        return new FakeServer(server);
    }

    /** As the server's own program, which opens its port only when it has been let through the gate. */
    public static void main(String[] args) throws IOException {
        try (Socket gate = new Socket(InetAddress.getLoopbackAddress(), Integer.getInteger("gate"))) {
            int _ = gate.getInputStream().read();
        }
        listen(Integer.parseInt(System.getenv("VIRALFORGE_PORT")));
        System.out.println("ViralForge listens on a port of a test");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
