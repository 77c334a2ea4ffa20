package io.viralforge.platform.http;

import io.micronaut.context.annotation.Value;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.http.OutboundResult.TimedOut;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.OutputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers on the internet, also such as strangers name. A name is looked up once, all its addresses are checked and
 * the connection is made to one of them; each redirect is checked anew. Keeps no connection, cookie or answer.
 */
@Singleton
public final class Outbound {
    private final Gate gate;
    private final SSLSocketFactory tls;
    private final InstantSource clock;
    private final String userAgent;

    /** @param allowed see {@link AllowList} */
    @Inject
    Outbound(
            @Value("${viralforge.outbound-allow:}") @Nullable String allowed,
            @Value("${viralforge.version}") String version,
            InstantSource clock) {
        this(
                AllowList.parse(allowed == null ? "" : allowed),
                new SystemLookup(),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                clock,
                version);
    }

    Outbound(AllowList allowed, Lookup lookup, SSLSocketFactory tls, InstantSource clock, String version) {
        this(new Gate(allowed, lookup), tls, clock, "ViralForge/" + version);
    }

    private Outbound(Gate gate, SSLSocketFactory tls, InstantSource clock, String userAgent) {
        this.gate = gate;
        this.tls = tls;
        this.clock = clock;
        this.userAgent = userAgent;
    }

    /**
     * The same, which may ask one place more, wherever it stands: one that the operator has set and no user can name.
     *
     * @throws IllegalArgumentException when it is no place
     */
    public Outbound alsoTo(URI place) {
        try {
            return new Outbound(gate.alsoTo(Destination.of(place)), tls, clock, userAgent);
        } catch (Refusal none) {
            throw new IllegalArgumentException("no place: " + none.result(), none);
        }
    }

    /** Asks and waits; the answer's body is kept in memory. */
    public OutboundResult send(OutboundRequest request) {
        return inTime(request, null);
    }

    /**
     * Asks and waits; writes the body to the stream when the status is 200 to 299, and what there was of it when it breaks
     * off. Once this returns nothing more is written.
     *
     * @throws java.io.UncheckedIOException when the stream does not take it
     */
    public OutboundResult download(OutboundRequest request, OutputStream to) {
        return inTime(request, to);
    }

    /** The thread that does the work is interrupted when time is up, whatever it waits for. */
    private OutboundResult inTime(OutboundRequest request, @Nullable OutputStream to) {
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<OutboundResult> call =
                    thread.submit(() -> new Call(gate, tls, clock, userAgent, to).follow(request));
            try {
                return call.get(request.time().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                call.cancel(true);
                return new TimedOut(request.time());
            } catch (InterruptedException e) {
                call.cancel(true);
                Thread.currentThread().interrupt();
                throw new CodedException(ErrorCode.UNAVAILABLE, "The server is stopping.", e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(e.getCause());
            }
        }
    }
}
