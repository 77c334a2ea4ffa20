package io.viralforge.local;

import java.time.Duration;

/**
 * One started server.
 *
 * @param endpoint one of {@link Endpoints}' records
 * @param patience how long it may take to stop in good order
 */
record LocalServer(Service service, Record endpoint, ChildProcess process, Duration patience) {
    void stop() {
        process.stop(patience);
    }
}
