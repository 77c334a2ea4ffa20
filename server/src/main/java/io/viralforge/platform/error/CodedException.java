package io.viralforge.platform.error;

/** A failure that ends a request or a field. Its message is shown to the client, so it holds nothing internal. */
public final class CodedException extends RuntimeException implements MayBeAway {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    public CodedException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public CodedException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    @Override
    public boolean isUnavailable() {
        return code == ErrorCode.UNAVAILABLE;
    }
}
