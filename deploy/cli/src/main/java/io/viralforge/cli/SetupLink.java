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
import org.jspecify.annotations.Nullable;

/** The link by which the first operator is made: the server leaves it in the data folder, a moment after it answers. */
final class SetupLink {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(50);

    private SetupLink() {}

    /** Waits for the link; null when there is an operator already, or no link after 10 s. */
    static @Nullable URI await(Stack stack) throws InterruptedException, IOException {
        Path file = stack.installation().secret(ServerProgram.SETUP_LINK);
        if (!Files.exists(file) && !isAwaitingOperator(stack.address().local())) {
            return null;
        }
        for (long begin = System.nanoTime(); !Files.exists(file); Thread.sleep(LOOK)) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                return null;
            }
        }
        URI link = URI.create(Files.readString(file).strip());
        return System.getenv("VIRALFORGE_PUBLIC_URL") == null
                ? at(stack.address().shown(), link)
                : link;
    }

    /** A server that does not know its public address writes where it listens, which may be everywhere. */
    static URI at(URI shown, URI link) {
        return shown.resolve(link.getRawPath() + "#" + link.getRawFragment());
    }

    private static boolean isAwaitingOperator(URI address) throws InterruptedException {
        try (GraphqlClient client =
                new GraphqlClient(address.resolve("/graphql"), TokenSource.none(), LocalApi.settings())) {
            return client.execute(new ServiceInfo()).service().isAwaitingOperator();
        } catch (GraphqlException _) {
            // The link is worth a moment's wait, but its absence no failed start.
            return false;
        }
    }
}
