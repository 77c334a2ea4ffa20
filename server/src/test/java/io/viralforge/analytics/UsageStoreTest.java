package io.viralforge.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.platform.cql.Cassandra;
import io.viralforge.platform.cql.Connected;
import io.viralforge.testing.TestServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UsageStoreTest {
    private static final Instant QUARTER = Instant.parse("2026-01-01T00:15:00Z");

    @Test
    void aSumThatWasAskedForEarlierIsNoNewsHoweverLateItIsWritten() {
        try (TestServer server = TestServer.start(1, TestServer.cassandra("usage_store_test"))) {
            Connected.await(server.bean(Cassandra.class));
            UsageStore store = server.bean(UsageStore.class);
            UUID studio = UUID.randomUUID();
            store.add(List.of(new UsageStore.Sample(studio, 1, QUARTER, new Usage(1, 2, 0, 10))));
            UsageStore.Sum early = store.sum(studio, QUARTER);
            store.add(List.of(
                    new UsageStore.Sample(studio, 2, QUARTER.plusSeconds(60), new Usage(1, 3, 0, 20)),
                    new UsageStore.Sample(studio, 3, QUARTER.plusSeconds(900), new Usage(1, 7, 0, 0)),
                    new UsageStore.Sample(studio, 4, QUARTER.plusSeconds(899), new Usage(0, 1, 0, 0))));
            store.write(early);
            assertThat(store.quarters(studio, QUARTER, QUARTER.plusSeconds(900)))
                    .containsExactly(Map.entry(QUARTER, new Usage(2, 6, 0, 30)));
        }
    }
}
