package io.viralforge.platform.transport;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a caller is, for brakes on guessing and for shares. What a header says of it counts only when the operator has named
 * that header, because a proxy of theirs writes it; anybody can send the usual ones. Its last entry counts, on whichever
 * line: the proxy's own. Some proxies add to what the client's header says, and some write a line below it.
 */
@Singleton
public final class ClientAddress {
    private final String header;

    ClientAddress(@Value("${viralforge.client-address-header:}") @Nullable String header) {
        this.header = header == null ? "" : header.strip();
    }

    /** Whether connections are a proxy's, which says where callers are. */
    boolean isToldByProxy() {
        return !header.isEmpty();
    }

    /** An IP address, or the word "unknown". */
    public String of(HttpRequest<?> request) {
        return of(request.getHeaders()::getAll, request.getRemoteAddress());
    }

    /**
     * As above.
     *
     * @param lines all that the request has under a header's name
     * @param connection its other end
     */
    String of(Function<String, List<String>> lines, @Nullable SocketAddress connection) {
        List<String> said = header.isEmpty() ? List.of() : lines.apply(header);
        if (!said.isEmpty()) {
            String last = said.getLast();
            try {
                return InetAddress.ofLiteral(
                                last.substring(last.lastIndexOf(',') + 1).strip())
                        .getHostAddress();
            } catch (IllegalArgumentException none) {
                // No address: as if the proxy had said nothing.
            }
        }
        return connection instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "unknown";
    }
}
