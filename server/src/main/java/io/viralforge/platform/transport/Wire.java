package io.viralforge.platform.transport;

import java.util.concurrent.CompletionStage;

/** One socket's outgoing side. */
interface Wire {
    /** Sends a text message; done once it has been handed to the network, failed when the socket is gone. */
    CompletionStage<?> send(String message);

    /** Sends a ping of the WebSocket protocol, which every client answers by itself. */
    void ping();

    /** Closes the socket; also when it is closed already. */
    void close(int code, String reason);
}
