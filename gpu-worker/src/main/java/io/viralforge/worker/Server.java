package io.viralforge.worker;

import io.viralforge.client.Backoff;
import io.viralforge.client.ClientSettings;
import io.viralforge.client.ErrorCode;
import io.viralforge.client.EventStream;
import io.viralforge.client.GraphqlClient;
import io.viralforge.client.GraphqlException;
import io.viralforge.client.Repeat;
import io.viralforge.client.TokenSource;
import io.viralforge.types.JobKind;
import io.viralforge.types.LeaseProgressInput;
import io.viralforge.types.Operation;
import io.viralforge.types.OutputRole;
import io.viralforge.types.UserErrorCode;
import io.viralforge.types.WorkerHeartbeatInput;
import io.viralforge.types.WorkerLeaseInput;
import io.viralforge.types.WorkerOutputStartInput;
import io.viralforge.types.WorkerReleaseInput;
import io.viralforge.types.worker.Problem;
import io.viralforge.types.worker.WorkerHeartbeat;
import io.viralforge.types.worker.WorkerLease;
import io.viralforge.types.worker.WorkerOutputStart;
import io.viralforge.types.worker.WorkerRegister;
import io.viralforge.types.worker.WorkerRelease;
import io.viralforge.types.worker.WorkerSignals;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server as a worker sees it: one method for each thing it can be asked. */
final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** Answers that say the server has a fault are not waited out for ever: the job may be what it stumbles over. */
    private static final int FAULTS = 6;

    private static final Duration FOREVER = Duration.ofDays(10_000);

    private final GraphqlClient pulse;
    private final GraphqlClient quick;
    private final GraphqlClient patient;
    private final Backoff backoff;

    /** {@code backoff} between tries of what has to be answered at last. */
    Server(URI endpoint, TokenSource token, Backoff backoff, String version) {
        // One try each: who waits for an answer, and for how long, is decided here, not in the client.
        var settings = ClientSettings.usual()
                .withUserAgent("viralforge-worker/" + version)
                .withBackoff(backoff)
                .withPatience(Duration.ZERO, FOREVER);
        // A connection that died unnoticed may cost one heartbeat, but not the lease.
        pulse = new GraphqlClient(endpoint, token, settings.withRequestTimeout(Duration.ofSeconds(3)));
        quick = new GraphqlClient(endpoint, token, settings.withRequestTimeout(Duration.ofSeconds(15)));
        // The server reads a whole result to verify it before it answers.
        patient = new GraphqlClient(endpoint, token, settings.withRequestTimeout(Duration.ofSeconds(90)));
        this.backoff = backoff;
    }

    /** How the worker is known to the server, and how often it wants a sign of life. */
    record Registered(String workerId, Duration heartbeat) {}

    Registered register(Identity identity) throws InterruptedException {
        var payload =
                untilAnswered(quick, new WorkerRegister(identity.asInput())).workerRegister();
        if (payload.worker() == null) {
            throw new StopException(
                    ExitCode.REFUSED, "The server refuses to register this worker: " + sentence(payload.userErrors()));
        }
        return new Registered(payload.worker().id(), Duration.ofMillis(payload.heartbeatMillis()));
    }

    /** One try: who leased and did not hear about it loses the lease by silence, and may try again. */
    List<WorkerLease.JobLease> lease(String workerId, JobKind kind, int max, @Nullable Room room)
            throws InterruptedException {
        var input = new WorkerLeaseInput(workerId, max, List.of(kind));
        if (room != null) {
            input = input.freeCores(room.cores()).freeMemoryBytes(room.memoryBytes());
        }
        return once(quick, new WorkerLease(input)).workerLease().leases();
    }

    /** One try: the next one is due soon anyway. */
    WorkerHeartbeat.WorkerHeartbeatPayload heartbeat(
            String workerId, boolean isDraining, List<LeaseProgressInput> leases) throws InterruptedException {
        var input = new WorkerHeartbeatInput(workerId, leases).isDraining(isDraining);
        return once(pulse, new WorkerHeartbeat(input)).workerHeartbeat();
    }

    /** Where to send a result, and what of it has not arrived. Throws {@link LeaseLostException}. */
    WorkerOutputStart.WorkerUpload startOutput(Lease lease, OutputRole role, long bytes, String sha256)
            throws InterruptedException {
        var operation = new WorkerOutputStart(new WorkerOutputStartInput(lease.asInput(), role, bytes, sha256));
        var payload = untilAnswered(quick, operation).workerOutputStart();
        var upload = payload.upload();
        if (upload == null) {
            throw refused(payload.userErrors());
        }
        return upload;
    }

    /** Settles an attempt, with one of the operations for that, as long as it takes. */
    <D> D settle(Operation<D> operation) throws InterruptedException {
        return untilAnswered(patient, operation);
    }

    /** One try. */
    List<String> release(List<Lease> leases) throws InterruptedException {
        var input = new WorkerReleaseInput(leases.stream().map(Lease::asInput).toList());
        return once(quick, new WorkerRelease(input)).workerRelease().releasedJobIds();
    }

    EventStream<WorkerSignals.Data> signals(Runnable onConnected) {
        return quick.subscribe(new WorkerSignals(), onConnected);
    }

    /** Refusals as an exception: a lost lease as such, anything else with the server's words. */
    static RuntimeException refused(List<Problem> problems) {
        boolean isLost = problems.stream().anyMatch(problem -> problem.code() == UserErrorCode.LEASE_LOST);
        return isLost ? new LeaseLostException() : new RefusedException(sentence(problems));
    }

    static String sentence(List<Problem> problems) {
        return problems.isEmpty()
                ? "it gave no reason"
                : problems.stream().map(Problem::message).collect(Collectors.joining(" "));
    }

    /** The server understood and said no. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String words;

        RefusedException(String words) {
            super(words);
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private <D> D once(GraphqlClient client, Operation<D> operation) throws InterruptedException {
        try {
            return client.execute(operation, Repeat.NEVER);
        } catch (GraphqlException failed) {
            throw stopping(failed);
        }
    }

    private <D> D untilAnswered(GraphqlClient client, Operation<D> operation) throws InterruptedException {
        int faults = 0;
        for (int failures = 1; ; failures++) {
            try {
                return client.execute(operation, Repeat.SAFE);
            } catch (GraphqlException failed) {
                boolean isAway = failed.code() == ErrorCode.UNAVAILABLE || failed.code() == ErrorCode.THROTTLED;
                if (isFault(failed.code())) {
                    faults++;
                }
                if ((!isAway && !isFault(failed.code())) || faults >= FAULTS) {
                    throw stopping(failed);
                }
                if (failures == 1) {
                    LOG.warn("{}; trying again until it answers", failed.getMessage());
                }
                Thread.sleep(backoff.after(failures));
            }
        }
    }

    private static boolean isFault(ErrorCode code) {
        return code == ErrorCode.INTERNAL || code == ErrorCode.UNKNOWN;
    }

    /** Turns what no worker can live with into the end of this one. */
    static RuntimeException stopping(GraphqlException failed) {
        return switch (failed.code()) {
            case UNAUTHENTICATED ->
                new StopException(
                        ExitCode.TOKEN_REFUSED,
                        "The server refuses this worker's token: it is wrong, has expired or was revoked");
            case FORBIDDEN ->
                new StopException(ExitCode.TOKEN_REFUSED, "This token is not a worker's: " + failed.getMessage());
            case NOT_FOUND,
                    BAD_REQUEST,
                    THROTTLED,
                    COST_EXCEEDED,
                    DOCUMENT_UNKNOWN,
                    CURSOR_EXPIRED,
                    UNAVAILABLE,
                    INTERNAL,
                    UNKNOWN -> failed;
        };
    }

    @Override
    public void close() {
        pulse.close();
        quick.close();
        patient.close();
    }
}
