package io.viralforge.cli;

import io.viralforge.client.ClientSettings;
import io.viralforge.client.GraphqlClient;
import io.viralforge.client.GraphqlException;
import io.viralforge.client.TokenSource;
import io.viralforge.types.LocalSessionCreateInput;
import io.viralforge.types.cli.LocalSessionCreate;
import io.viralforge.types.cli.Problem;
import io.viralforge.types.cli.SessionResult;
import io.viralforge.types.cli.SessionRevoke;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The running server, as whoever can read its data folder; signs in again when a token ends, and out at its close, unless
 * the session is {@link #handOut handed out}.
 */
final class LocalApi implements AutoCloseable {
    /** How long a close may be held up by signing out. */
    private static final Duration SIGN_OUT = Duration.ofSeconds(3);

    /** Where to work. */
    enum Studio {
        /** The sample studio, which is made when it is missing. */
        SAMPLE,
        /** The sample studio, if there is one. */
        EXISTING_SAMPLE,
        /** The first operator's first, once there is an operator. */
        OPERATORS;

        /** Those that are not made for who only wants to look. */
        static final List<Studio> EXISTING = List.of(EXISTING_SAMPLE, OPERATORS);

        static Studio of(boolean isSample) {
            return isSample ? SAMPLE : OPERATORS;
        }
    }

    private final URI endpoint;
    private final GraphqlClient anonymous;
    private final GraphqlClient client;
    private final Installation installation;
    private final Studio studio;
    private volatile SessionResult.Session session;
    private boolean isHandedOut;

    private LocalApi(Installation installation, URI address, Studio studio) throws InterruptedException {
        this.installation = installation;
        this.studio = studio;
        this.endpoint = address.resolve("/graphql");
        this.anonymous = new GraphqlClient(endpoint, TokenSource.none(), settings());
        this.client = new GraphqlClient(endpoint, new Renewed(), settings());
        try {
            this.session = signIn();
        } catch (RuntimeException | InterruptedException e) {
            client.close();
            anonymous.close();
            throw e;
        }
    }

    /**
     * Signs in by the secret of the data folder.
     *
     * @throws Failure REFUSED when there is no such studio, or the secret is not this server's
     */
    static LocalApi open(Installation installation, URI address, Studio studio) throws InterruptedException {
        return new LocalApi(installation, address, studio);
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

    /** The session for somebody who goes on with its tokens after the close. */
    SessionResult.Session handOut() {
        isHandedOut = true;
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
        if (!isHandedOut) {
            signOut(session);
        }
    }

    private SessionResult.Session signIn() throws InterruptedException {
        var input = new LocalSessionCreateInput(installation.localSecret());
        SessionResult result = anonymous
                .execute(new LocalSessionCreate(
                        switch (studio) {
                            case SAMPLE -> input.isSample(true);
                            case EXISTING_SAMPLE -> input.isSample(true).isExisting(true);
                            case OPERATORS -> input;
                        }))
                .localSessionCreate();
        return require(result.session(), result.userErrors());
    }

    /** Also for a thread that is being interrupted, and for a server that may be gone: then its session is, too. */
    private void signOut(SessionResult.Session old) {
        boolean wasInterrupted = Thread.interrupted();
        ClientSettings once =
                settings().withPatience(Duration.ZERO, Duration.ZERO).withRequestTimeout(SIGN_OUT);
        try (GraphqlClient last = new GraphqlClient(endpoint, TokenSource.none(), once)) {
            last.execute(new SessionRevoke(old.refreshToken()));
        } catch (GraphqlException _) {
            // Unused, it ends by itself.
        } catch (InterruptedException _) {
            wasInterrupted = true;
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Renewed implements TokenSource {
        @Override
        public String token() {
            return session.accessToken();
        }

        @Override
        public String refresh(@Nullable String refused) throws InterruptedException {
            synchronized (LocalApi.this) {
                SessionResult.Session old = session;
                if (old.accessToken().equals(refused)) {
                    session = signIn();
                    signOut(old);
                }
                return session.accessToken();
            }
        }
    }
}
