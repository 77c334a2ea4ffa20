package io.viralforge.client;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The server's end of a WebSocket, RFC 6455: text frames, close, and the subset of a subscription's protocol. */
public final class FakeSocket {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Map<String, String> headers;

    private FakeSocket(Socket socket, InputStream in, Map<String, String> headers) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(socket.getOutputStream());
        this.headers = headers;
    }

    static void upgrade(Socket socket, InputStream in, Map<String, String> headers, FakeServer.SocketHandler handler)
            throws IOException {
        var key = headers.get("sec-websocket-key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        try {
            var accept = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.UTF_8)));
            socket.getOutputStream()
                    .write(("HTTP/1.1 101 fake\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                                    + accept + "\r\nSec-WebSocket-Protocol: " + headers.get("sec-websocket-protocol")
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            handler.handle(new FakeSocket(socket, in, headers));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IOException cut) {
            throw cut;
        } catch (Exception failed) {
            throw new IOException(failed);
        }
    }

    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** Acknowledges the connection and returns the payload of the subscription that follows. */
    public Map<String, @Nullable Object> accept() throws IOException {
        expect("connection_init");
        send("{\"type\":\"connection_ack\"}");
        return Json.asObject(Objects.requireNonNull(expect("subscribe").get("payload")));
    }

    private Map<String, @Nullable Object> expect(String type) throws IOException {
        var message = receive();
        if (message == null || !type.equals(message.get("type"))) {
            throw new IOException("expected " + type + ", got " + message);
        }
        return message;
    }

    /** The next message; null once the client has closed. */
    public @Nullable Map<String, @Nullable Object> receive() throws IOException {
        while (true) {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            int second = in.readUnsignedByte();
            long length = second & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            var mask = in.readNBytes(4);
            var data = in.readNBytes((int) length);
            for (int i = 0; i < data.length; i++) {
                data[i] ^= mask[i % 4];
            }
            if ((first & 0x0f) == CLOSE) {
                frame(CLOSE, data);
                return null;
            }
            if ((first & 0x0f) == TEXT) {
                return Json.object(new String(data, StandardCharsets.UTF_8));
            }
        }
    }

    public void next(String data) throws IOException {
        send("{\"id\":\"1\",\"type\":\"next\",\"payload\":{\"data\":" + data + "}}");
    }

    public void send(String message) throws IOException {
        frame(TEXT, message.getBytes(StandardCharsets.UTF_8));
    }

    public void close(int code, String reason) throws IOException {
        var words = reason.getBytes(StandardCharsets.UTF_8);
        frame(
                CLOSE,
                ByteBuffer.allocate(2 + words.length)
                        .putShort((short) code)
                        .put(words)
                        .array());
        receive();
    }

    /** Ends the connection in the middle of a frame. */
    public void cut() throws IOException {
        out.write(0x80 | TEXT);
        out.write(100);
        out.write(1);
        out.flush();
        socket.close();
    }

    private synchronized void frame(int opcode, byte[] data) throws IOException {
        out.write(0x80 | opcode);
        if (data.length < 126) {
            out.write(data.length);
        } else if (data.length < 1 << 16) {
            out.write(126);
            out.writeShort(data.length);
        } else {
            out.write(127);
            out.writeLong(data.length);
        }
        out.write(data);
        out.flush();
    }
}
