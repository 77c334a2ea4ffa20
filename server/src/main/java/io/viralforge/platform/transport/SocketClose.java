package io.viralforge.platform.transport;

/** How this server ends a socket: the codes of the graphql-transport-ws protocol, and some of RFC 6455. */
enum SocketClose {
    GOING_AWAY(1001, "Going away"),
    TOO_LONG(1009, "Message too long or malformed"),
    UNAVAILABLE(1013, "Try again later"),
    TOO_SLOW(1013, "Messages are not being read"),
    TOO_LATE(1013, "A message has to be finished sooner"),
    NO_ROOM(1013, "Too many large messages are coming in: try again"),
    TOO_MANY(1013, "Too many sockets of one caller"),
    FULL(1013, "No room here: try another replica"),
    INTERNAL(1011, "Internal error"),
    BAD_REQUEST(4400, "Invalid message"),
    UNAUTHORIZED(4401, "Unauthorized"),
    FORBIDDEN(4403, "Forbidden"),
    SUBPROTOCOL_NOT_ACCEPTABLE(4406, "Subprotocol not acceptable"),
    INIT_TIMEOUT(4408, "Connection initialisation timeout"),
    SUBSCRIBER_EXISTS(4409, "Subscriber already exists"),
    TOO_MANY_INITS(4429, "Too many initialisation requests");

    private final int code;
    private final String reason;

    SocketClose(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
