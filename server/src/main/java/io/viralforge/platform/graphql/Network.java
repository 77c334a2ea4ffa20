package io.viralforge.platform.graphql;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** What counts as one caller among those who have nothing but an address. */
public final class Network {
    private static final int IPV6_BYTES = 8;

    private Network() {}

    /**
     * An IPv4 address, or the network of 64 bits that an IPv6 caller has to themselves.
     *
     * @return "unknown" for what is no address: all of those share one
     */
    public static String of(String address) {
        try {
            InetAddress known = InetAddress.ofLiteral(address);
            return known instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(known.getAddress(), IPV6_BYTES))
                    : known.getHostAddress();
        } catch (IllegalArgumentException none) {
            return Caller.NOWHERE;
        }
    }
}
