package io.viralforge.platform.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.platform.sql.Sql;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.TestServer;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WithoutRedisTest {
    @Test
    void theServerStartsAndEventsReachAllReplicasButLater() throws InterruptedException {
        try (TestServer server = TestServer.start(2, Map.of("redis.uri", "redis://127.0.0.1:1"))) {
            UUID studio = UUID.randomUUID();
            Taken<Event> there = Taken.from(server.bean(1, EventLog.class).follow(studio, Topic.JOB, null, null))
                    .all();
            Taken<Ticks.Tick> ticks = Taken.from(server.bean(0, Ticks.class).follow(Ticks.studio("progress", studio)))
                    .all();
            server.bean(0, Sql.class)
                    .doInStudio(
                            studio,
                            tx -> server.bean(0, Outbox.class).write(tx, studio, Topic.JOB, studio, Map.of("n", 1)));
            assertThat(there.next().payload().get("n").asInt()).isEqualTo(1);
            server.bean(0, Ticks.class).send(Ticks.studio("progress", studio), studio, Map.of("n", 2));
            assertThat(ticks.next().payload().get("n").asInt()).isEqualTo(2);

            GraphqlResponse ready =
                    GraphqlResponse.of(HttpRequest.newBuilder(server.uri().resolve("/health/ready"))
                            .build());
            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.body().get("status").asText()).isEqualTo("degraded");
            assertThat(ready.body().get("redis").asText()).isEqualTo("down");
            there.cancel();
            ticks.cancel();
        }
    }
}
