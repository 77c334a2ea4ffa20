package io.viralforge.platform.mail;

import io.viralforge.platform.secrets.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a mail server is: {@code smtp://user:password@host:587}, or {@code smtps://} with TLS from the first byte, at port
 * 465 unless another is named. What is special in a user or password is percent-encoded.
 *
 * @param user null: the server takes mail from here without a login
 */
public record SmtpUrl(
        boolean isTls,
        String host,
        int port,
        @Nullable String user,
        @Nullable Secret password) {
    private static final int SUBMISSION = 587;
    private static final int SUBMISSIONS = 465;

    /** Reads it; an {@link IllegalArgumentException} when it is none says nothing of its text, which holds a password. */
    public static SmtpUrl parse(String text) {
        URI url;
        try {
            url = URI.create(text.strip());
        } catch (IllegalArgumentException withItsText) {
            throw wrong();
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean isTls = scheme.equals("smtps");
        boolean isBare = url.getRawPath() == null
                || url.getRawPath().isEmpty()
                || url.getRawPath().equals("/");
        if ((!isTls && !scheme.equals("smtp"))
                || url.getHost() == null
                || !isBare
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            throw wrong();
        }
        String login = url.getRawUserInfo();
        int colon = login == null ? -1 : login.indexOf(':');
        if (login != null && colon < 1) {
            throw wrong();
        }
        return new SmtpUrl(
                isTls,
                url.getHost().replaceAll("[\\[\\]]", ""),
                url.getPort() >= 0 ? url.getPort() : isTls ? SUBMISSIONS : SUBMISSION,
                login == null ? null : decoded(login.substring(0, colon)),
                login == null ? null : new Secret(decoded(login.substring(colon + 1))));
    }

    /** Whether the server is on this machine, so that nobody listens in between. */
    boolean isLoopback() {
        try {
            return host.equalsIgnoreCase("localhost")
                    || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                "a mail server is named like smtp://user:password@host:587 or smtps://host:465");
    }
}
