package io.viralforge.cli;

import io.viralforge.client.ClientSettings;
import io.viralforge.client.GraphqlClient;
import io.viralforge.client.TokenSource;
import io.viralforge.types.LocalSessionCreateInput;
import io.viralforge.types.cli.LocalSessionCreate;
import io.viralforge.types.cli.Problem;
import io.viralforge.types.cli.SessionResult;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The running server, as whoever can read its data folder; signs in again when a token ends. */
final class LocalApi implements AutoCloseable {
    private final GraphqlClient anonymous;
    private final GraphqlClient client;
    private final Installation installation;
    private final boolean isSample;
    private volatile SessionResult.Session session;

    private LocalApi(Installation installation, URI address, boolean isSample) throws InterruptedException {
        ClientSettings settings = settings();
        this.installation = installation;
        this.isSample = isSample;
        this.anonymous = new GraphqlClient(address.resolve("/graphql"), TokenSource.none(), settings);
        this.session = signIn();
        this.client = new GraphqlClient(address.resolve("/graphql"), new Renewed(), settings);
    }

    /**
     * Signs in by the secret of the data folder.
     *
     * @param isSample into the sample studio, which is made when needed; else into the first operator's first
     * @throws Failure REFUSED when there is no operator yet, or the secret is not this server's
     */
    static LocalApi open(Installation installation, URI address, boolean isSample) throws InterruptedException {
        return new LocalApi(installation, address, isSample);
    }

    static ClientSettings settings() {
        return ClientSettings.usual().withUserAgent("viralforge-cli/" + Version.number());
    }

    GraphqlClient client() {
        return client;
    }

    SessionResult.Session session() {
        return session;
    }

    /** What an operation gave, or the server's own words why it did not. */
    static <T> T require(@Nullable T value, List<Problem> problems) {
        if (value != null) {
            return value;
        }
        throw new Failure(
                Exit.REFUSED,
                problems.stream()
                        .map(problem -> problem.message() + " (" + problem.code() + ")")
                        .collect(Collectors.joining(" ")));
    }

    @Override
    public void close() {
        client.close();
        anonymous.close();
    }

    private SessionResult.Session signIn() throws InterruptedException {
        SessionResult result = anonymous
                .execute(new LocalSessionCreate(
                        new LocalSessionCreateInput(installation.localSecret()).isSample(isSample)))
                .localSessionCreate();
        return require(result.session(), result.userErrors());
    }

    private final class Renewed implements TokenSource {
        @Override
        public String token() {
            return session.accessToken();
        }

        @Override
        public String refresh(@Nullable String refused) throws InterruptedException {
            synchronized (LocalApi.this) {
                if (session.accessToken().equals(refused)) {
                    session = signIn();
                }
                return session.accessToken();
            }
        }
    }
}
