package io.viralforge.platform.transport;

import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Puts a socket's frames together to messages, up to a limit. */
final class Frames {
    /** What a frame brought. */
    sealed interface Outcome {}

    /** A whole message. */
    record Message(String text) implements Outcome {}

    /** A part; more is to come. */
    record More() implements Outcome {}

    /** The message is longer than allowed. */
    record TooLong() implements Outcome {}

    /** Not a text message. */
    record NotText() implements Outcome {}

    private ByteArrayOutputStream parts = new ByteArrayOutputStream(0);

    /** @param mostBytes of a message */
    Outcome add(WebSocketFrame frame, int mostBytes) {
        if (!(frame instanceof TextWebSocketFrame || frame instanceof ContinuationWebSocketFrame)) {
            return new NotText();
        }
        int length = frame.content().readableBytes();
        if (parts.size() + length > mostBytes) {
            return new TooLong();
        }
        if (frame.isFinalFragment() && parts.size() == 0) {
            return new Message(frame.content().toString(StandardCharsets.UTF_8));
        }
        byte[] bytes = new byte[length];
        frame.content().getBytes(frame.content().readerIndex(), bytes);
        parts.writeBytes(bytes);
        if (!frame.isFinalFragment()) {
            return new More();
        }
        Message message = new Message(parts.toString(StandardCharsets.UTF_8));
        parts = new ByteArrayOutputStream(0);
        return message;
    }
}
