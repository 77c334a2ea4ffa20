package io.viralforge.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One address before several replicas: each connection goes to the next one that listens. */
final class Balancer implements AutoCloseable {
    private final ServerSocket listening;
    private final List<Integer> ports;
    private final AtomicInteger next = new AtomicInteger();

    Balancer(List<Integer> ports) throws IOException {
        this.ports = ports;
        this.listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> forward(client));
            }
        } catch (IOException closed) {
            // That is the end.
        }
    }

    private void forward(Socket client) {
        for (int i = 0; i < ports.size(); i++) {
            int port = ports.get(Math.floorMod(next.getAndIncrement(), ports.size()));
            try {
                Socket replica = new Socket(InetAddress.getLoopbackAddress(), port);
                Thread.ofVirtual().start(() -> copy(replica, client));
                copy(client, replica);
                return;
            } catch (IOException away) {
                // The next one, then.
            }
        }
        copy(client, client);
    }

    /** Until either end closes; then both do. */
    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            if (from != to) {
                from.getInputStream().transferTo(to.getOutputStream());
            }
        } catch (IOException cut) {
            // One of them was killed.
        }
    }
}
