package io.viralforge.publish.youtube;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import io.viralforge.platform.http.Outbound;
import io.viralforge.platform.http.OutboundBody;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.platform.http.OutboundResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lets Google's client ask by our own one way out, with its limits and checks. */
final class OutboundTransport extends HttpTransport {
    /** The message is the way out's to say. */
    private static final Set<String> NOT_OURS = Set.of("accept-encoding", "content-type", "content-length");

    private final Outbound outbound;

    OutboundTransport(Outbound outbound) {
        this.outbound = outbound;
    }

    /** What did not come to an answer. */
    static final class NoAnswerException extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient OutboundResult result;

        NoAnswerException(OutboundResult result) {
            super("no answer");
            this.result = result;
        }

        OutboundResult result() {
            return result;
        }
    }

    @Override
    public boolean supportsMethod(String method) {
        return true;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        return new Request(method, URI.create(url));
    }

    private final class Request extends LowLevelHttpRequest {
        private final String method;
        private final URI uri;
        private final Map<String, String> headers = new TreeMap<>();

        Request(String method, URI uri) {
            this.method = method;
            this.uri = uri;
        }

        @Override
        public void addHeader(String name, String value) {
            if (!NOT_OURS.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, value);
            }
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            OutboundRequest request = OutboundRequest.get(uri);
            request = new OutboundRequest(method, uri, headers, body(), request.time(), request.bytes());
            OutboundResult result = outbound.send(request);
            if (result instanceof OutboundResult.Answered answer) {
                return new Response(answer);
            }
            throw new NoAnswerException(result);
        }

        private @Nullable OutboundBody body() throws IOException {
            if (getStreamingContent() == null) {
                return null;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            getStreamingContent().writeTo(bytes);
            return OutboundBody.of(getContentType(), bytes.toByteArray());
        }
    }

    private static final class Response extends LowLevelHttpResponse {
        private final OutboundResult.Answered answer;
        private final List<Map.Entry<String, String>> headers = new ArrayList<>();

        Response(OutboundResult.Answered answer) {
            this.answer = answer;
            answer.headers().forEach((name, values) -> {
                // What came packed has been unpacked.
                if (!name.equalsIgnoreCase("Content-Encoding") && !name.equalsIgnoreCase("Content-Length")) {
                    values.forEach(value -> headers.add(Map.entry(name, value)));
                }
            });
        }

        @Override
        public InputStream getContent() {
            return new ByteArrayInputStream(answer.content().bytes());
        }

        @Override
        public @Nullable String getContentEncoding() {
            return null;
        }

        @Override
        public long getContentLength() {
            return answer.content().bytes().length;
        }

        @Override
        public @Nullable String getContentType() {
            return answer.header("Content-Type");
        }

        @Override
        public String getStatusLine() {
            return "HTTP/1.1 " + answer.status();
        }

        @Override
        public int getStatusCode() {
            return answer.status();
        }

        @Override
        public @Nullable String getReasonPhrase() {
            return null;
        }

        @Override
        public int getHeaderCount() {
            return headers.size();
        }

        @Override
        public String getHeaderName(int index) {
            return headers.get(index).getKey();
        }

        @Override
        public String getHeaderValue(int index) {
            return headers.get(index).getValue();
        }
    }
}
