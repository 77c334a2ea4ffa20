package io.viralforge.platform.http;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Addresses that begin with the same bits, written as {@code 10.0.0.0/8} or {@code fd00::/8}.
 *
 * @param bits how many of the first address's count; 0 to 32, or to 128
 */
record AddressBlock(InetAddress first, int bits) {
    AddressBlock {
        if (bits < 0 || bits > first.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("no such block: " + first.getHostAddress() + "/" + bits);
        }
    }

    /** @throws IllegalArgumentException when it is no block */
    static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a block of addresses needs a length: " + text);
        }
        InetAddress first = InetAddress.ofLiteral(text.substring(0, slash));
        if (first instanceof Inet4Address && !text.startsWith(first.getHostAddress() + "/")) {
            throw new IllegalArgumentException("an IPv4 address has four parts: " + text);
        }
        return new AddressBlock(first, Integer.parseInt(text.substring(slash + 1)));
    }

    boolean has(InetAddress address) {
        byte[] ours = first.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int i = 0; i * Byte.SIZE < bits; i++) {
            int unused = Math.max(0, (i + 1) * Byte.SIZE - bits);
            if ((ours[i] & 0xff) >> unused != (theirs[i] & 0xff) >> unused) {
                return false;
            }
        }
        return true;
    }
}
