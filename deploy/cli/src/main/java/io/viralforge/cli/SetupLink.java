package io.viralforge.cli;

import io.viralforge.client.GraphqlClient;
import io.viralforge.client.GraphqlException;
import io.viralforge.client.TokenSource;
import io.viralforge.types.cli.ServiceInfo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The link by which the first operator is made: the server leaves it in the data folder, a moment after it answers. */
final class SetupLink {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 50;

    private SetupLink() {}

    /** The link; null when there is an operator already. */
    static @Nullable URI of(Stack stack) throws InterruptedException, IOException {
        Path file = stack.installation().secret(ServerProgram.SETUP_LINK);
        if (!Files.exists(file) && !isAwaited(stack.address().local())) {
            return null;
        }
        CountDownLatch never = new CountDownLatch(1);
        for (long begin = System.nanoTime(); !Files.exists(file); ) {
            if (System.nanoTime() - begin > PATIENCE.toNanos() || never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return null;
            }
        }
        return URI.create(Files.readString(file).strip());
    }

    private static boolean isAwaited(URI address) throws InterruptedException {
        try (GraphqlClient client =
                new GraphqlClient(address.resolve("/graphql"), TokenSource.none(), LocalApi.settings())) {
            return client.execute(new ServiceInfo()).service().isAwaitingOperator();
        } catch (GraphqlException _) {
            // The link is worth a moment's wait, but its absence no failed start.
            return false;
        }
    }
}
