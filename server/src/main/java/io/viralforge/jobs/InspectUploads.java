package io.viralforge.jobs;

import io.viralforge.platform.events.Event;
import io.viralforge.platform.events.EventListener;
import io.viralforge.platform.events.Topic;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.Set;

/** Turns every asset that waits for its check into a job. */
@Singleton
final class InspectUploads implements EventListener.Within {
    private final Jobs jobs;

    InspectUploads(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public String name() {
        return "jobs.inspect";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.ASSET);
    }

    @Override
    public void on(Event event, Tx tx) {
        if (event.payload().path("state").asText().equals("CHECKING")) {
            jobs.inspect(tx, event.studio(), event.subject());
        }
    }
}
