package io.viralforge.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.events.Event;
import io.viralforge.platform.events.EventListener;
import io.viralforge.platform.events.Topic;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns ended attempts into samples. While Cassandra is away its events wait; where there is none, nobody does. */
@Singleton
@Requires(property = "viralforge.cassandra.contact-points", pattern = ".+")
final class UsageListener implements EventListener.Outside {
    private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

    private final UsageStore store;

    UsageListener(UsageStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "analytics.usage";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.JOB);
    }

    @Override
    public void on(List<Event> events) {
        store.add(events.stream()
                .map(UsageListener::sample)
                .filter(Objects::nonNull)
                .toList());
    }

    private static UsageStore.@Nullable Sample sample(Event event) {
        JsonNode cost = event.payload().path("cost");
        boolean isEnd = ENDED.contains(event.payload().path("state").asText());
        return !cost.isObject() && !isEnd
                ? null
                : new UsageStore.Sample(
                        event.studio(),
                        event.seq(),
                        event.at(),
                        new Usage(
                                isEnd ? 1 : 0,
                                cost.path("cpuSeconds").asDouble(),
                                cost.path("gpuSeconds").asDouble(),
                                cost.path("bytesIn").asDouble()
                                        + cost.path("bytesOut").asDouble()));
    }
}
