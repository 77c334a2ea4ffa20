package io.viralforge.platform.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.testing.TestServer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TicksTest {
    private static final UUID ONE = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private final Ticks ticks = TestServer.shared().bean(Ticks.class);
    private final String channel = Ticks.studio("progress", UUID.randomUUID());

    @Test
    void theNewestTickOfAKeyReplacesOlderOnesThatWereNotTaken() throws InterruptedException {
        Taken<Ticks.Tick> slow = Taken.from(ticks.follow(channel));
        Taken<Ticks.Tick> quick = Taken.from(ticks.follow(channel)).all();
        for (int n = 1; n <= 100; n++) {
            ticks.send(channel, ONE, Map.of("n", n));
        }
        ticks.send(channel, OTHER, Map.of("n", 7));
        slow.all();
        assertThat(n(slow.next())).isEqualTo(100);
        assertThat(n(slow.next())).isEqualTo(7);
        Ticks.Tick last = quick.next();
        while (!last.key().equals(OTHER)) {
            last = quick.next();
        }
        assertThat(slow.waiting()).isZero();
        slow.cancel();
        quick.cancel();
    }

    @Test
    void channelsDoNotHearEachOther() throws InterruptedException {
        Taken<Ticks.Tick> taken = Taken.from(ticks.follow(channel)).all();
        ticks.send(Ticks.studio("progress", UUID.randomUUID()), ONE, Map.of("n", 1));
        ticks.send("progress", ONE, Map.of("n", 2));
        ticks.send(channel, ONE, Map.of("n", 3));
        assertThat(n(taken.next())).isEqualTo(3);
        taken.cancel();
    }

    @Test
    void aChannelCanBeFollowedAgainAfterItsLastFollowerHasGone() throws InterruptedException {
        for (int n = 0; n < 3; n++) {
            Taken<Ticks.Tick> taken = Taken.from(ticks.follow(channel)).all();
            ticks.send(channel, ONE, Map.of("n", n));
            assertThat(n(taken.next())).isEqualTo(n);
            taken.cancel();
        }
    }

    private static int n(Ticks.Tick tick) {
        return tick.payload().get("n").asInt();
    }
}
