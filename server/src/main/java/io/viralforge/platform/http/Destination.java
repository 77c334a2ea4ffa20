package io.viralforge.platform.http;

import io.viralforge.platform.http.OutboundResult.Refused.Reason;
import java.net.IDN;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URI taken apart, with one reading only: what two programs could read in two ways is refused.
 *
 * @param host a name in lower-case ASCII, or an address; IPv6 in brackets
 * @param port 0 to 65,535
 * @param target path and query, as they are
 */
record Destination(boolean isTls, String host, int port, String target) {
    private static final Map<String, Integer> USUAL_PORT = Map.of("http", 80, "https", 443);
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+)(?::([0-9]{0,5}))?");
    private static final int HIGHEST_PORT = 65_535;
    /** To some resolvers 2130706433, 0x7f.1 and 0177.1 are addresses; so is whatever ends in a number. */
    private static final Pattern NUMERIC = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[1-9]?[0-9]|10[0-9])(?:\\.(?!$)|$)){4}");

    static Destination of(URI uri) throws Refusal {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        Integer usualPort = USUAL_PORT.get(scheme);
        if (usualPort == null || uri.isOpaque()) {
            throw new Refusal(Reason.SCHEME);
        }
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        if (authority.contains("@")) {
            throw new Refusal(Reason.USER_INFO);
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw new Refusal(Reason.HOST);
        }
        return new Destination(
                scheme.equals("https"), host(parts.group(1)), port(parts.group(2), usualPort), target(uri));
    }

    /** The same scheme, host and port: who may see the credentials. */
    boolean isSameOriginAs(Destination other) {
        return isTls == other.isTls && host.equals(other.host) && port == other.port;
    }

    /** As a name is looked up. */
    String name() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** As the header Host has it. */
    String authority() {
        return port == (isTls ? 443 : 80) ? host : host + ":" + port;
    }

    private static String host(String text) throws Refusal {
        if (text.startsWith("[")) {
            return text.toLowerCase(Locale.ROOT);
        }
        String name;
        try {
            name = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException none) {
            throw new Refusal(Reason.HOST);
        }
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        boolean isOther = NUMERIC.matcher(name).matches() && !IPV4.matcher(name).matches();
        if (name.isEmpty() || name.endsWith(".") || isOther) {
            throw new Refusal(Reason.HOST);
        }
        return name;
    }

    private static int port(@Nullable String text, int usual) throws Refusal {
        int port = text == null || text.isEmpty() ? usual : Integer.parseInt(text);
        if (port > HIGHEST_PORT) {
            throw new Refusal(Reason.PORT);
        }
        return port;
    }

    private static String target(URI uri) {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath();
        String query = ascii.getRawQuery();
        return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }
}
