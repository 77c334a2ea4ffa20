package io.viralforge.platform.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ServerSocketFactory;

/** A server that writes what it is told, byte for byte, and keeps what it was asked. One request a connection. */
final class FakeSite implements AutoCloseable {
    /** What it does with a request's head. */
    interface Script {
        void play(String head, OutputStream out) throws IOException;
    }

    private final ServerSocket listening;
    private final Script script;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch left = new CountDownLatch(1);

    FakeSite(String address, Script script) throws IOException {
        this(ServerSocketFactory.getDefault(), address, 0, script);
    }

    FakeSite(ServerSocketFactory sockets, String address, int port, Script script) throws IOException {
        this.listening = sockets.createServerSocket(port, 50, InetAddress.getByName(address));
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    static Script text(String answer) {
        return (head, out) -> out.write(answer.getBytes(ISO_8859_1));
    }

    static Script ok(String body) {
        return text("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    static Script redirect(int status, String location) {
        return text("HTTP/1.1 " + status + " See\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Heads of requests, as they came. */
    List<String> asked() {
        return asked;
    }

    /** Waits until a client has closed its connection. */
    void awaitLeaving() throws InterruptedException {
        left.await();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            asked.add(head);
            script.play(head, client.getOutputStream());
            client.getOutputStream().flush();
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // Clients leave when they have heard enough.
        } finally {
            left.countDown();
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }
}
