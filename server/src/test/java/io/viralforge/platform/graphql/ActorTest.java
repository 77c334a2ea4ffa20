package io.viralforge.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActorTest {
    @Test
    void strangersAreCountedByTheirNetworkForOneOfThemHasAllItsAddresses() {
        assertThat(stranger("2001:db8:1:2:3:4:5:6"))
                .isEqualTo(stranger("2001:db8:1:2::1"))
                .isNotEqualTo(stranger("2001:db8:1:3::1"));
        assertThat(stranger("192.0.2.1"))
                .isEqualTo(stranger("::ffff:192.0.2.1"))
                .isNotEqualTo(stranger("192.0.2.2"));
        assertThat(stranger("what a header says")).isEqualTo(stranger("unknown"));
    }

    private static String stranger(String address) {
        return new Actor.Anonymous().account(address);
    }
}
