package io.viralforge.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A way to another port of this machine that can be cut and mended, and can hold up whatever goes through. */
public final class Tunnel implements AutoCloseable {
    private volatile int target;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket listening;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public Tunnel(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.port = listening.getLocalPort();
        listening.close();
    }

    public int port() {
        return port;
    }

    public void mend() throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        listening = server;
        Thread.ofVirtual().start(() -> accept(server));
    }

    /** Cuts it, and leads elsewhere when it is mended. */
    public void turn(int newTarget) throws IOException {
        cut();
        target = newTarget;
    }

    public void cut() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    /** From now on connections are taken and bytes are, and nothing comes out. */
    public void hold() {
        gate = new CountDownLatch(1);
    }

    public void release() {
        gate.countDown();
    }

    @Override
    public void close() {
        try {
            cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket server) {
        try {
            while (true) {
                Socket from = server.accept();
                Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(from);
                open.add(to);
                if (server.isClosed()) {
                    // It was cut after this one came, and before it could be cut too.
                    from.close();
                    to.close();
                }
                Thread.ofVirtual().start(() -> copy(from, to));
                Thread.ofVirtual().start(() -> copy(to, from));
            }
        } catch (IOException cut) {
            // That is what it is for.
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                gate.await();
                out.write(bytes, 0, count);
            }
        } catch (IOException cut) {
            // That is what it is for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
