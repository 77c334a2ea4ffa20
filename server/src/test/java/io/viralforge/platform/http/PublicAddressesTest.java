package io.viralforge.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "93.184.216.34",
                "172.15.255.255",
                "172.32.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "169.253.255.255",
                "198.17.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450:4001::200e"
            })
    void theInternetIsThere(String address) {
        assertThat(PublicAddresses.has(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "::7f00:1", // IPv4-compatible 127.0.0.1
                "::ffff:127.0.0.1",
                "::ffff:a9fe:a9fe",
                "64:ff9b::7f00:1", // NAT64
                "64:ff9b:1::a00:1",
                "100::1", // discarded
                "2001::1", // Teredo
                "2001:db8::1",
                "2002:7f00:1::", // 6to4
                "3fff::1",
                "4000::1"
            })
    void thisMachineItsNetworkAndAllThatWrapsThemAreNot(String address) {
        assertThat(PublicAddresses.has(InetAddress.ofLiteral(address))).isFalse();
    }

    @Test
    void anIpv4AddressWrittenAsIpv6IsJudgedAsWhatItIs() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        mapped[12] = mapped[13] = mapped[14] = mapped[15] = 8;
        assertThat(PublicAddresses.has(InetAddress.getByAddress(mapped))).isTrue();
        mapped[12] = 10;
        assertThat(PublicAddresses.has(InetAddress.getByAddress(mapped))).isFalse();
    }
}
