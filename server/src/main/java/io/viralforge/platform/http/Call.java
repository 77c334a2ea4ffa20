package io.viralforge.platform.http;

import io.viralforge.platform.http.OutboundResult.Answered;
import io.viralforge.platform.http.OutboundResult.Broken;
import io.viralforge.platform.http.OutboundResult.Content;
import io.viralforge.platform.http.OutboundResult.Refused.Reason;
import io.viralforge.platform.http.OutboundResult.TooLarge;
import io.viralforge.platform.http.OutboundResult.Unreachable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.jspecify.annotations.Nullable;

/** One request with its redirects, each to a place that is checked anew. */
final class Call {
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    /** They say what is wanted. Whatever else a caller sets may be a credential. */
    private static final Set<String> FOR_ANY_ORIGIN =
            Set.of("accept", "accept-language", "if-modified-since", "if-none-match", "range", "user-agent");
    /** Of an answer that is no success, when successes are written elsewhere. */
    private static final long MOST_EXPLANATION = 64 << 10;

    private final Gate gate;
    private final SSLSocketFactory tls;
    private final InstantSource clock;
    private final String userAgent;
    private final @Nullable OutputStream to;

    /** @param to where a success is written; null: kept in memory */
    Call(Gate gate, SSLSocketFactory tls, InstantSource clock, String userAgent, @Nullable OutputStream to) {
        this.gate = gate;
        this.tls = tls;
        this.clock = clock;
        this.userAgent = userAgent;
        this.to = to;
    }

    OutboundResult follow(OutboundRequest request) {
        try {
            OutboundRequest next = request;
            for (int left = MOST_REDIRECTS; ; left--) {
                OutboundResult result = ask(next, Destination.of(next.uri()));
                String location = result instanceof Answered answer ? location(next, answer) : null;
                if (location == null) {
                    return result;
                }
                if (left == 0) {
                    throw new Refusal(Reason.REDIRECTS);
                }
                next = redirected(next, location);
            }
        } catch (Refusal e) {
            return e.result();
        }
    }

    /** Only what can be asked twice is asked elsewhere. */
    private static @Nullable String location(OutboundRequest request, Answered answer) {
        return request.isQuestion() && isRedirect(answer.status()) ? answer.header("Location") : null;
    }

    private static boolean isRedirect(int status) {
        return REDIRECTS.contains(status);
    }

    private static OutboundRequest redirected(OutboundRequest request, String location) throws Refusal {
        URI target;
        try {
            URI base = request.uri();
            // Without a path to stand on, java.net.URI would make "example.orgnext" of "next".
            target = (base.getRawPath().isEmpty() ? base.resolve("/") : base).resolve(location.strip());
        } catch (IllegalArgumentException none) {
            throw new Refusal(Reason.LOCATION);
        }
        Destination from = Destination.of(request.uri());
        Destination place = Destination.of(target);
        if (from.isTls() && !place.isTls()) {
            throw new Refusal(Reason.DOWNGRADE);
        }
        return request.at(
                target,
                header -> place.isSameOriginAs(from) || FOR_ANY_ORIGIN.contains(header.toLowerCase(Locale.ROOT)));
    }

    private OutboundResult ask(OutboundRequest request, Destination place) throws Refusal {
        Exchange exchange;
        try {
            exchange = Exchange.connect(place, gate.open(place), tls);
        } catch (IOException e) {
            return new Unreachable(String.valueOf(e));
        }
        try (exchange) {
            return read(request, exchange.ask(request, userAgent));
        } catch (Counted.TooMuch | MessageConstraintException e) {
            return new TooLarge();
        } catch (IOException | HttpException e) {
            return new Broken(String.valueOf(e));
        }
    }

    private OutboundResult read(OutboundRequest request, ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        boolean isSuccess = status >= 200 && status < 300;
        HttpEntity entity = response.getEntity();
        Content content;
        if (entity == null || isRedirect(status)) {
            content = Content.EMPTY;
        } else if (to != null && isSuccess) {
            write(body(response, entity, request.bytes()), to);
            content = Content.EMPTY;
        } else {
            long most = to == null ? request.bytes() : Math.min(request.bytes(), MOST_EXPLANATION);
            content = new Content(body(response, entity, most).readAllBytes());
        }
        return new Answered(request.uri(), status, headers(response), content, retryAfter(response));
    }

    /** Counted before and after it is decompressed: either can be the bomb. */
    private static InputStream body(ClassicHttpResponse response, HttpEntity entity, long most) throws IOException {
        Header encoding = response.getFirstHeader("Content-Encoding");
        String name =
                encoding == null ? "identity" : encoding.getValue().strip().toLowerCase(Locale.ROOT);
        InputStream raw = new Counted(entity.getContent(), most);
        return switch (name) {
            case "identity", "" -> raw;
            case "gzip", "x-gzip" -> new Counted(new GZIPInputStream(raw), most);
            default -> throw new IOException("an encoding that was not asked for: " + name);
        };
    }

    private static void write(InputStream body, OutputStream to) throws IOException {
        byte[] buffer = new byte[64 << 10];
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            try {
                to.write(buffer, 0, count);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Map<String, List<String>> headers(ClassicHttpResponse response) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName(), _ -> new ArrayList<>()).add(header.getValue());
        }
        return Collections.unmodifiableMap(headers);
    }

    private @Nullable Duration retryAfter(ClassicHttpResponse response) {
        Header header = response.getFirstHeader("Retry-After");
        return header == null ? null : RetryAfter.parse(header.getValue(), clock.instant());
    }
}
