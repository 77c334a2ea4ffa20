package io.viralforge.platform.transport;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Watches over each connection. {@link Pace}: lets go of clients that open one and then say nothing, or say it so slowly
 * that it only serves to hold the connection. Micronaut's idle timeouts do not see the latter: every byte counts as life.
 * So a client that has something to say, headers or a body, has to bring it at {@link Pace#LEAST_BYTES_A_SECOND} or more;
 * how long it takes is its affair. {@link Intake} and {@link SocketIntake}: how much may be brought at all.
 * {@link SocketOutflow}: how much may be owed.
 * {@link Linger}: how one ends. {@link OpenConnections}: how many there are.
 */
@Singleton
final class Connections implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private static final String PACE = "pace";
    private static final String PACE_END = "pace-end";
    private static final String INTAKE = "intake";

    private final OpenConnections open;
    private final Duration patience;
    private final Held held;
    private final ClientAddress addresses;
    private final Refusal.Answers refusals;

    Connections(
            OpenConnections open,
            @Value("${viralforge.slow-client-patience}") Duration patience,
            Held held,
            ClientAddress addresses,
            Refusal.Answers refusals) {
        this.open = open;
        this.patience = patience;
        this.held = held;
        this.addresses = addresses;
        this.refusals = refusals;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Customizer(null));
        return event.getBean();
    }

    private final class Customizer implements NettyServerCustomizer {
        private final @Nullable Channel connection;

        Customizer(@Nullable Channel connection) {
            this.connection = connection;
        }

        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            return role == ChannelRole.CONNECTION ? new Customizer(channel) : this;
        }

        @Override
        public void onInitialPipelineBuilt() {
            if (connection != null && !open.admit(connection)) {
                var _ = connection.close();
            }
        }

        @Override
        public void onStreamPipelineBuilt() {
            if (connection != null) {
                ChannelPipeline pipeline = connection.pipeline();
                Pace pace = new Pace(patience);
                pipeline.addFirst("linger", new Linger());
                pipeline.addBefore(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, PACE, pace);
                pipeline.addAfter(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, PACE_END, pace.end());
                pipeline.addAfter(
                        PACE_END, INTAKE, new Intake(held, addresses, refusals, room -> upgrade(pipeline, room)));
            }
        }

        /** From now on frames come in, and pings tell who lives. */
        private void upgrade(ChannelPipeline pipeline, Held.Room room) {
            SocketIntake socket = new SocketIntake(room, patience);
            pipeline.replace(PACE, "socket-intake", socket);
            pipeline.replace(PACE_END, "socket-intake-end", socket.end());
            pipeline.replace(INTAKE, "socket-outflow", new SocketOutflow());
        }
    }
}
