package io.viralforge.platform.http;

import io.viralforge.platform.http.OutboundResult.Refused.Reason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/** Decides to which addresses a connection may be made. A name is looked up once: what was checked is what is used. */
final class Gate {
    /** The web's. At any other port a stranger could have this server speak to mail, databases and whatever listens. */
    private static final Set<Integer> PORTS = Set.of(80, 443);

    private final AllowList allowed;
    private final Lookup lookup;

    Gate(AllowList allowed, Lookup lookup) {
        this.allowed = allowed;
        this.lookup = lookup;
    }

    /** The same, open to one place more. */
    Gate alsoTo(Destination place) {
        return new Gate(allowed.and(place), lookup);
    }

    /**
     * The addresses, at least one.
     *
     * @throws Refusal when one of them is not the internet's: a name that leads to both is not meant well
     */
    List<InetAddress> open(Destination place) throws Refusal, UnknownHostException {
        List<InetAddress> addresses = lookup.find(place.name());
        if (!allowed.has(place)) {
            check(place, addresses);
        }
        return addresses;
    }

    private void check(Destination place, List<InetAddress> addresses) throws Refusal {
        for (InetAddress address : addresses) {
            if (allowed.has(address)) {
                continue;
            }
            if (!PublicAddresses.has(address)) {
                throw new Refusal(Reason.ADDRESS);
            }
            if (!PORTS.contains(place.port())) {
                throw new Refusal(Reason.PORT);
            }
        }
    }
}
