package io.viralforge.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.local.TestServices;
import io.viralforge.testing.TestServer;
import io.viralforge.testing.Tunnel;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RedisLinkTest {
    @Test
    void redisMayComeLaterAndGoAndComeBack() throws IOException, InterruptedException {
        URI redis = TestServices.redis().uri();
        try (Tunnel tunnel = new Tunnel(redis.getPort());
                TestServer server = TestServer.start(
                        1, Map.of("redis.uri", redis.toString().replace(":" + redis.getPort(), ":" + tunnel.port())))) {
            RedisLink link = server.bean(RedisLink.class);
            LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
            link.subscribe("early", heard::add);
            link.publish("early", "lost");
            assertThat(server.ask(null, "{ __typename }").status()).isEqualTo(200);

            tunnel.mend();
            assertThat(hear(link, heard, "early")).isEqualTo("early");

            tunnel.cut();
            link.publish("early", "lost");
            link.subscribe("late", heard::add);
            assertThat(server.ask(null, "{ __typename }").status()).isEqualTo(200);

            tunnel.mend();
            heard.clear();
            assertThat(hear(link, heard, "late")).isEqualTo("late");
            heard.clear();
            assertThat(hear(link, heard, "early")).isEqualTo("early");
            link.unsubscribe("early");
        }
    }

    /** Publishes until it is heard: how long Redis takes to be back is its own affair. */
    private static String hear(RedisLink link, LinkedBlockingQueue<String> heard, String channel)
            throws InterruptedException {
        for (int tries = 0; tries < 300; tries++) {
            link.publish(channel, channel);
            String message = heard.poll(200, TimeUnit.MILLISECONDS);
            if (message != null && message.equals(channel)) {
                return message;
            }
        }
        return "nothing";
    }
}
