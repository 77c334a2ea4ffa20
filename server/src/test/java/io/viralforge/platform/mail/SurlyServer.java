package io.viralforge.platform.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that answers as a test has it: each line of a dialog, the dot after a mail too, with the reply that is
 * given for it; {@code ""} is no reply and the end of the connection, null the usual reply.
 */
final class SurlyServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Function<String, @Nullable String> replies;

    /** The mails whose end was seen, as they came. */
    final BlockingQueue<String> mails = new LinkedBlockingQueue<>();

    SurlyServer(Function<String, @Nullable String> replies) {
        this.replies = replies;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    SmtpUrl url() {
        return SmtpUrl.parse("smtp://127.0.0.1:" + socket.getLocalPort());
    }

    /** Of a server that sends its mails here. */
    Map<String, Object> settings() {
        return Map.of(
                "viralforge.mail.url",
                "smtp://127.0.0.1:" + url().port(),
                "viralforge.mail.from",
                "studio@example.org");
    }

    private void accept() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                serve(connection);
            } catch (IOException gone) {
                // The next one.
            }
        }
    }

    private void serve(Socket connection) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = connection.getOutputStream();
        StringBuilder mail = null;
        say(out, "220 surly");
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (mail != null && !line.equals(".")) {
                mail.append(line).append('\n');
                continue;
            }
            if (mail != null) {
                mails.add(mail.toString());
                mail = null;
            }
            String given = replies.apply(line);
            String reply = given != null ? given : line.equals("DATA") ? "354 go on" : "250 well";
            if (reply.isEmpty()) {
                return;
            }
            mail = reply.startsWith("354") ? new StringBuilder() : null;
            say(out, reply);
        }
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
