package io.viralforge.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Blocking calls over java.net.http that end in time and at once when interrupted. */
final class HttpCall {
    private HttpCall() {}

    /** The answer with its whole body, or an exception once the time is over. */
    static <T> HttpResponse<T> within(
            Duration limit, HttpClient http, HttpRequest request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        var call = http.sendAsync(request, body);
        try {
            return call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new HttpTimeoutException("no answer within " + limit.toSeconds() + " s");
        } catch (ExecutionException failed) {
            throw ioException(failed);
        } finally {
            call.cancel(true);
        }
    }

    /**
     * The answer of a call that may take as long as it likes while it moves.
     *
     * @param moved grows while bytes move
     * @param stall how long it may stand still
     */
    static <T> HttpResponse<T> whileMoving(CompletableFuture<HttpResponse<T>> call, LongSupplier moved, Duration stall)
            throws IOException, InterruptedException {
        try {
            for (long before = moved.getAsLong(); ; ) {
                try {
                    return call.get(stall.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException silent) {
                    long now = moved.getAsLong();
                    if (now == before) {
                        throw new HttpTimeoutException("nothing moved for " + stall.toSeconds() + " s");
                    }
                    before = now;
                }
            }
        } catch (ExecutionException failed) {
            throw ioException(failed);
        } finally {
            call.cancel(true);
        }
    }

    static IOException ioException(ExecutionException failed) {
        var cause = failed.getCause();
        return cause instanceof IOException io ? io : new IOException(cause);
    }

    /** Whether the request certainly never reached a server. */
    static boolean isUnsent(IOException failure) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof ConnectException
                    || each instanceof HttpConnectTimeoutException
                    || each instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    /** Why a call failed, in words; the JDK leaves many of its exceptions without. */
    static String reason(IOException failure) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof UnresolvedAddressException) {
                return "the name cannot be resolved";
            }
            if (each instanceof ConnectException) {
                return "cannot connect";
            }
            if (each.getMessage() != null && !each.getMessage().startsWith("java.")) {
                return each.getMessage();
            }
        }
        return "the connection was cut";
    }

    /** Retry-After in seconds, at most a minute; null when there is none. Its other form, a date, is not used by us. */
    static @Nullable Duration retryAfter(HttpResponse<?> response) {
        try {
            return response.headers()
                    .firstValue("Retry-After")
                    .map(text -> Duration.ofSeconds(Math.clamp(Long.parseLong(text.strip()), 0, 60)))
                    .orElse(null);
        } catch (NumberFormatException | DateTimeException notSeconds) {
            return null;
        }
    }
}
