package io.viralforge.platform.transport;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of requests and messages that this replica holds before it can look at them. Each connection has a limit, but
 * anybody can open many; together they may take a part of the memory and no more, and those of one network a share of
 * that. When either is used up, what is small still finds room in a reserve.
 */
@Singleton
final class Held {
    private static final int PART_OF_MEMORY = 16;
    private static final int SHARES = 8;
    private static final long LEAST = 8L << 20;
    private static final long SMALL = 16 << 10;

    private final long most;
    private final long mostOfOne;
    private final long mostReserved;
    private final AtomicLong shared = new AtomicLong();
    private final AtomicLong reserved = new AtomicLong();
    private final Map<String, Long> ofOne = new ConcurrentHashMap<>();

    @Inject
    Held(MeterRegistry registry) {
        this(Math.max(LEAST, Runtime.getRuntime().maxMemory() / PART_OF_MEMORY));
        registry.gauge("viralforge.http.held.bytes", this, held -> held.shared.get() + held.reserved.get());
    }

    Held(long most) {
        this.most = most;
        this.mostOfOne = Math.max(HttpOperation.MOST_BYTES, most / SHARES);
        this.mostReserved = most / SHARES;
    }

    long most() {
        return most;
    }

    /** What one network may have of it: its largest request at least. */
    long mostOfOne() {
        return mostOfOne;
    }

    /** Room for one request, or for what one socket brings. */
    Room room(String network) {
        return new Room(network);
    }

    /** What is held of one thing; for one thread at a time. */
    final class Room {
        private final String network;
        private long own;
        private long ofReserve;

        private Room(String network) {
            this.network = network;
        }

        /** Takes room for so many more bytes; false, and nothing is taken, when there is none. */
        boolean take(long more) {
            if (takeShared(network, more)) {
                own += more;
                return true;
            }
            if (bytes() + more > SMALL || !fits(reserved, more, mostReserved)) {
                return false;
            }
            ofReserve += more;
            return true;
        }

        /** Gives so many back, or as many as there are. */
        void give(long back) {
            long first = Math.min(back, ofReserve);
            long rest = Math.min(back - first, own);
            reserved.addAndGet(-first);
            giveShared(network, rest);
            ofReserve -= first;
            own -= rest;
        }

        void clear() {
            give(bytes());
        }

        long bytes() {
            return own + ofReserve;
        }
    }

    private boolean takeShared(String network, long more) {
        if (ofOne.merge(network, more, Long::sum) > mostOfOne || !fits(shared, more, most)) {
            leave(network, more);
            return false;
        }
        return true;
    }

    private void giveShared(String network, long back) {
        shared.addAndGet(-back);
        leave(network, back);
    }

    private void leave(String network, long back) {
        ofOne.computeIfPresent(network, (key, bytes) -> bytes == back ? null : bytes - back);
    }

    private static boolean fits(AtomicLong of, long more, long most) {
        if (of.addAndGet(more) <= most) {
            return true;
        }
        of.addAndGet(-more);
        return false;
    }
}
