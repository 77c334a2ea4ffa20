package io.viralforge.testing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail server, and everybody's mailbox. */
public final class PostOffice implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 60_000;
    private static final Pattern LINK = Pattern.compile("https?://\\S+#([A-Za-z0-9_-]{43})");

    private final GreenMail server;
    private final int port;
    private final Set<MimeMessage> read = new HashSet<>();

    private PostOffice(int port) {
        this.port = port;
        ServerSetup setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(PATIENCE_MILLIS);
        this.server = new GreenMail(setup);
    }

    /** One that does not answer before {@link #open}. */
    public static PostOffice closed() {
        while (true) {
            // Below those that the system gives to who calls others: until it opens, its port must not be taken by one
            // of them.
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket free = new ServerSocket(port)) {
                return new PostOffice(free.getLocalPort());
            } catch (BindException taken) {
                // The next one, then.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static PostOffice opened() {
        return closed().open();
    }

    public PostOffice open() {
        server.start();
        return this;
    }

    /** Only who knows the password may send. */
    public PostOffice forOnly(String user, String password) {
        server.setUser(user, password);
        return this;
    }

    /** What a server is told, so that it sends its mails here. */
    public Map<String, Object> settings() {
        return Map.of(
                "viralforge.mail.url", "smtp://127.0.0.1:" + port,
                "viralforge.mail.from", "ViralForge <studio@example.org>",
                "viralforge.mail.retry-after", "100ms",
                "viralforge.public-url", "https://studio.example");
    }

    public int port() {
        return port;
    }

    /** The next mail to this address that nobody has read, once it has come. */
    public synchronized MimeMessage await(String to) {
        while (true) {
            MimeMessage[] all = server.getReceivedMessages();
            for (MimeMessage mail : all) {
                if (isTo(mail, to) && read.add(mail)) {
                    return mail;
                }
            }
            if (!server.waitForIncomingEmail(PATIENCE_MILLIS, all.length + 1)) {
                throw new AssertionError("no mail to " + to + " among " + all.length);
            }
        }
    }

    /** All mails to this address so far. */
    public List<MimeMessage> to(String address) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(mail -> isTo(mail, address))
                .toList();
    }

    public static String text(MimeMessage mail) {
        try {
            return ((String) mail.getContent()).replace("\r\n", "\n").strip();
        } catch (IOException | MessagingException e) {
            throw new AssertionError(e);
        }
    }

    /** The token in the one-time link of a mail. */
    public static String token(MimeMessage mail) {
        Matcher link = LINK.matcher(text(mail));
        if (!link.find()) {
            throw new AssertionError("no link in: " + text(mail));
        }
        return link.group(1);
    }

    private static boolean isTo(MimeMessage mail, String address) {
        try {
            return mail.getHeader("To", null).equals(address);
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
