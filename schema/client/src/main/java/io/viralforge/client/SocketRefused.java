package io.viralforge.client;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A socket could not be opened, or was closed by the server or by the network. */
final class SocketRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** What the protocol says of a token: none was shown; the one that was is not valid, or has ended since. */
    private static final Set<Integer> OF_THE_TOKEN = Set.of(4401, 4403);

    /** Bad request, subprotocol, operation id: the same again would end the same. */
    private static final Set<Integer> FINAL = Set.of(4400, 4406, 4409);

    private final int code;
    private final @Nullable String token;

    /**
     * @param code close code of the socket, or status of the refused upgrade; 1006 when the network failed
     * @param token the token that was sent
     */
    SocketRefused(int code, String message, @Nullable String token, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.token = token;
    }

    @Nullable
    String token() {
        return token;
    }

    boolean isUnauthenticated() {
        return code == 401 || OF_THE_TOKEN.contains(code);
    }

    boolean isFinal() {
        boolean isRefusedUpgrade = code >= 400 && code < 500 && code != 408 && code != 429;
        return FINAL.contains(code) || (isRefusedUpgrade && !isUnauthenticated());
    }

    GraphqlException asException() {
        var message = String.valueOf(getMessage());
        if (isUnauthenticated()) {
            return new UnauthenticatedException(message, null);
        }
        return switch (code) {
            case 403 -> new GraphqlException(ErrorCode.FORBIDDEN, message, null, this);
            case 4400, 4406, 4409 -> new GraphqlException(ErrorCode.BAD_REQUEST, message, null, this);
            default -> new UnreachableException(message, this);
        };
    }
}
