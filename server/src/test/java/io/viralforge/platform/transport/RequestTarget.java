package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Operation;
import io.viralforge.testing.FuzzTarget;
import java.util.List;

/** Bodies of requests, and the same bytes in frames. */
public final class RequestTarget implements FuzzTarget {
    private static final int MOST = 1_000;

    @Override
    public void take(byte[] input) {
        try {
            Operation operation = Json.operation(Json.object(input, "The body"));
            assertThat(operation.variables()).isNotNull();
        } catch (CodedException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
        }
        frames(input);
    }

    /** Cut wherever a byte is below 8, which says what the frame is. */
    private static void frames(byte[] input) {
        Frames frames = new Frames();
        int from = 0;
        for (int at = 0; at < input.length; at++) {
            if (input[at] >= 0 && input[at] < 8) {
                boolean isLast = (input[at] & 1) == 0;
                var bytes = Unpooled.wrappedBuffer(input, from, at - from);
                WebSocketFrame frame = (input[at] & 2) == 0
                        ? new TextWebSocketFrame(isLast, 0, bytes)
                        : new ContinuationWebSocketFrame(isLast, 0, bytes);
                Frames.Outcome outcome = frames.add(frame, MOST);
                frame.release();
                if (outcome instanceof Frames.Message(String text)) {
                    assertThat(text.length()).isLessThanOrEqualTo(MOST);
                } else if (!(outcome instanceof Frames.More)) {
                    return; // The socket is closed.
                }
                from = at + 1;
            }
        }
    }

    @Override
    public List<String> seeds() {
        return List.of(
                "{\"query\": \"{ a }\", \"operationName\": null, \"variables\": {\"a\": [1, 1e400, \"\\ud800\"]}}",
                "{\"documentId\": \"sha256:" + "0".repeat(64) + "\"}",
                "{\"extensions\": {\"persistedQuery\": {\"sha256Hash\": 1}}}",
                "[".repeat(2_000),
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "null",
                "\ufeff{}",
                "abc\u0001def\u0002ghi\u0000",
                "x".repeat(600) + "\u0001" + "y".repeat(600) + "\u0002");
    }
}
