package io.viralforge.platform.transport;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Value;
import io.netty.channel.Channel;
import io.viralforge.platform.graphql.Network;
import io.viralforge.platform.graphql.Seats;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections this replica holds, sockets among them. Anybody can open one and say nothing for a while, and a
 * replica that is out of open files fails everybody; so a quarter of those is kept for all else. One network has a share.
 */
@Singleton
final class OpenConnections {
    private static final int SHARES = 4;

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final ClientAddress addresses;
    private final Seats ofOne;

    /**
     * @param most together; those of one network may be a quarter, where no proxy of the operator's stands between
     */
    @Inject
    OpenConnections(MeterRegistry registry, @Value("${viralforge.connections}") int most, ClientAddress addresses) {
        this(registry, most, mostFiles(), addresses);
    }

    OpenConnections(MeterRegistry registry, int most, int mostFiles, ClientAddress addresses) {
        this.most = Math.min(most, mostFiles / 4 * 3);
        this.addresses = addresses;
        this.ofOne = new Seats(addresses.isToldByProxy() ? this.most : Math.max(1, this.most / SHARES), "connections");
        registry.gauge("viralforge.http.connections", open);
    }

    /** Counts it until it is closed; false: it is one too many, and to be closed. */
    boolean admit(Channel connection) {
        String network = Network.of(addresses.of(_ -> List.of(), connection.remoteAddress()));
        boolean hasRoom = open.incrementAndGet() <= most;
        boolean hasShare = ofOne.take(network);
        var _ = connection.closeFuture().addListener(_ -> {
            open.decrementAndGet();
            ofOne.leave(network);
        });
        return hasRoom && hasShare;
    }

    private static int mostFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? Math.clamp(unix.getMaxFileDescriptorCount(), 0, Integer.MAX_VALUE)
                : Integer.MAX_VALUE;
    }
}
