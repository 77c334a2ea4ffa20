package io.viralforge.platform.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/**
 * One request and one answer on a connection of their own, made to an address that was checked. Nothing is reused, so no
 * answer is ever taken for another's. Whoever runs it is a virtual thread: interrupting it closes the socket.
 */
final class Exchange implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final int LONGEST_HEADER = 8_192;
    private static final int MOST_HEADERS = 100;
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(LONGEST_HEADER)
            .setMaxHeaderCount(MOST_HEADERS)
            .build();

    private final Destination place;
    private final Socket socket;

    private Exchange(Destination place, Socket socket) {
        this.place = place;
        this.socket = socket;
    }

    /** Tries one address after the other. */
    static Exchange connect(Destination place, List<InetAddress> addresses, SSLSocketFactory tls) throws IOException {
        IOException last = null;
        for (InetAddress address : addresses) {
            // Straight there: a proxy would look the name up again.
            Socket socket = new Socket(Proxy.NO_PROXY);
            try {
                socket.connect(new InetSocketAddress(address, place.port()), (int) CONNECT_LIMIT.toMillis());
                return new Exchange(place, place.isTls() ? secure(place, socket, tls) : socket);
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last == null ? new IOException("no address") : last;
    }

    /** The certificate has to be the name's, whatever the address. */
    private static SSLSocket secure(Destination place, Socket socket, SSLSocketFactory tls) throws IOException {
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, place.name(), place.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** The answer, with its body still to be read. */
    ClassicHttpResponse ask(OutboundRequest request, String userAgent) throws IOException, HttpException {
        // The parser has to be given its limits; it does not take the connection's.
        var connection = new DefaultBHttpClientConnection(
                LIMITS, null, null, null, null, null, new DefaultHttpResponseParserFactory(LIMITS));
        connection.bind(socket);
        var message = new BasicClassicHttpRequest(request.method(), (@Nullable HttpHost) null, place.target());
        message.setHeader("Host", place.authority());
        message.setHeader("User-Agent", userAgent);
        message.setHeader("Connection", "close");
        request.headers().forEach(message::setHeader);
        if (!message.containsHeader("Range")) {
            message.setHeader("Accept-Encoding", "gzip");
        }
        OutboundBody body = request.body();
        if (body != null) {
            message.setEntity(new ByteArrayEntity(body.bytes(), ContentType.parse(body.contentType())));
            message.setHeader("Content-Length", body.bytes().length);
            message.setHeader("Content-Type", body.contentType());
        }
        return new HttpRequestExecutor().execute(message, connection, HttpCoreContext.create());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // That is what was wanted.
        }
    }
}
