package io.viralforge.platform.events;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLObjectType;
import graphql.schema.idl.RuntimeWiring;
import io.micronaut.context.annotation.Value;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.Fetch;
import io.viralforge.platform.graphql.Footprint;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.graphql.Seats;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** events.graphqls. What an event says beyond when it happened is answered by the feature that wrote it. */
@Singleton
final class EventGraphql implements GraphqlFeature {
    private static final Duration LONGEST = Duration.ofSeconds(25);
    private static final Set<Topic> OF_STUDIOS = EnumSet.complementOf(EnumSet.of(Topic.WORKER));
    private static final String DEADLINE = "events.deadline";

    private final EventLog log;
    private final InstantSource clock;
    private final Seats waiting;

    EventGraphql(EventLog log, InstantSource clock, @Value("${viralforge.stream.most-per-actor}") int mostWaiting) {
        this.log = log;
        this.clock = clock;
        this.waiting = new Seats(mostWaiting, "waiting queries of events, of 16 KiB,");
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", type -> type.dataFetcher("events", this::events))
                .type(
                        "Event",
                        type -> type.typeResolver(env -> {
                            Event event = Objects.requireNonNull(env.getObject());
                            GraphQLObjectType found = env.getSchema().getObjectType(typeOf(event.topic()));
                            return Objects.requireNonNull(found, () -> "no type for events of " + event.topic());
                        }));
    }

    /** A topic's events are of the type that is called so: JOB and JobEvent. */
    private static String typeOf(Topic topic) {
        String name = topic.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT) + "Event";
    }

    private EventPage events(DataFetchingEnvironment env) {
        Duration wait = Fetch.arguments(env).asOrNull("wait", Duration.class);
        if (wait == null || !wait.isPositive()) {
            return page(env, Duration.ZERO);
        }
        String account = Caller.actor(env).account(Caller.address(env));
        int seats = Footprint.of(env).seats();
        try {
            if (!waiting.take(account, seats)) {
                throw waiting.tooMany();
            }
            return page(env, patience(env, wait));
        } finally {
            waiting.leave(account, seats);
        }
    }

    private EventPage page(DataFetchingEnvironment env, Duration patience) {
        Input arguments = Fetch.arguments(env);
        List<Topic> topics = arguments.constantsOrNull("topics", Topic.class);
        if (topics != null && !OF_STUDIOS.containsAll(topics)) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "Events of workers are in no studio's log: workerEvents.");
        }
        return log.read(
                Caller.studio(env),
                topics == null ? OF_STUDIOS : Set.copyOf(topics),
                arguments.textOrNull("after"),
                Page.first(env),
                patience);
    }

    /** An operation waits no longer altogether, however often it asks. */
    private Duration patience(DataFetchingEnvironment env, Duration wait) {
        if (wait.compareTo(LONGEST) > 0) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "wait must be at most " + LONGEST + ".");
        }
        Instant now = clock.instant();
        Instant deadline = env.getGraphQlContext().computeIfAbsent(DEADLINE, first -> now.plus(LONGEST));
        Duration left = Duration.between(now, deadline);
        return left.compareTo(wait) < 0 ? left : wait;
    }
}
