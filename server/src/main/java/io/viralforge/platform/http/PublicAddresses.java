package io.viralforge.platform.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses are the internet's and nothing else's. Source: IANA's registries of special-purpose addresses, for IPv4
 * and IPv6, and the places where clouds keep what they tell a machine about itself.
 */
final class PublicAddresses {
    private static final List<AddressBlock> NOT_IN_IPV4 = blocks(
            "0.0.0.0/8", // this host
            "10.0.0.0/8", // private
            "100.64.0.0/10", // between a provider and its customers; Alibaba's metadata
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // Azure's metadata
            "169.254.0.0/16", // link-local; most clouds' metadata
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocols; Oracle's metadata
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // relays of 6to4
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved; broadcast

    /** All that is given out. Loopback, private, link-local, multicast and what wraps an IPv4 address lie outside. */
    private static final AddressBlock IPV6 = AddressBlock.parse("2000::/3");

    private static final List<AddressBlock> NOT_IN_IPV6 = blocks(
            "2001::/23", // protocols; Teredo
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4
            "3ffe::/16", // given back
            "3fff::/20"); // documentation

    private PublicAddresses() {}

    static boolean has(InetAddress address) {
        return address instanceof Inet4Address
                ? NOT_IN_IPV4.stream().noneMatch(block -> block.has(address))
                : IPV6.has(address) && NOT_IN_IPV6.stream().noneMatch(block -> block.has(address));
    }

    private static List<AddressBlock> blocks(String... texts) {
        return Stream.of(texts).map(AddressBlock::parse).toList();
    }
}
