package io.viralforge.platform.transport;

import io.micronaut.http.HttpStatus;

/** A request that HTTP itself has a status for. Its message is shown to the client. */
final class HttpFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final HttpStatus status;

    HttpFault(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }
}
