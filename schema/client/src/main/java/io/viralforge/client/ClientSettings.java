package io.viralforge.client;

import java.time.Duration;

/**
 * How a client behaves towards its server.
 *
 * @param connectTimeout how long to wait for a connection
 * @param requestTimeout how long to wait for an answer, all of it
 * @param backoff between tries
 * @param patience how long a request is tried again before it fails; zero: never tried again
 * @param streamPatience how long a subscription that was cut tries to come back before it fails
 * @param ping how long a subscription may be silent before the client asks whether the server is still there; after
 *     twice as long the connection counts as dead
 * @param userAgent name and version of the program
 */
public record ClientSettings(
        Duration connectTimeout,
        Duration requestTimeout,
        Backoff backoff,
        Duration patience,
        Duration streamPatience,
        Duration ping,
        String userAgent) {

    /** Fit for a command at a terminal: gives up after 15 s, subscriptions after a minute. */
    public static ClientSettings usual() {
        return new ClientSettings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5)),
                Duration.ofSeconds(15),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                "viralforge-client");
    }

    public ClientSettings withPatience(Duration requests, Duration streams) {
        return new ClientSettings(connectTimeout, requestTimeout, backoff, requests, streams, ping, userAgent);
    }

    public ClientSettings withBackoff(Backoff changed) {
        return new ClientSettings(connectTimeout, requestTimeout, changed, patience, streamPatience, ping, userAgent);
    }

    public ClientSettings withRequestTimeout(Duration changed) {
        return new ClientSettings(connectTimeout, changed, backoff, patience, streamPatience, ping, userAgent);
    }

    public ClientSettings withPing(Duration changed) {
        return new ClientSettings(
                connectTimeout, requestTimeout, backoff, patience, streamPatience, changed, userAgent);
    }

    public ClientSettings withUserAgent(String changed) {
        return new ClientSettings(connectTimeout, requestTimeout, backoff, patience, streamPatience, ping, changed);
    }
}
