package io.viralforge.platform.transport;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a caller is, for brakes on guessing. What a header says of it counts only when the operator has named that header,
 * because a proxy of theirs writes it; anybody can send the usual ones. Of a list the last entry counts: the proxy's own.
 */
@Singleton
final class ClientAddress {
    private final String header;

    ClientAddress(@Value("${viralforge.client-address-header:}") @Nullable String header) {
        this.header = header == null ? "" : header.strip();
    }

    /** An IP address, or the word "unknown". */
    String of(HttpRequest<?> request) {
        String said = header.isEmpty() ? null : request.getHeaders().get(header);
        if (said != null) {
            return said.substring(said.lastIndexOf(',') + 1).strip();
        }
        InetAddress address = request.getRemoteAddress().getAddress();
        return address == null ? "unknown" : address.getHostAddress();
    }
}
