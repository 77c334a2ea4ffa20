package io.viralforge.platform.http;

import io.viralforge.platform.http.OutboundResult.Refused;

/** Stops a request that must not go out. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Refused.Reason reason;

    Refusal(Refused.Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    Refused result() {
        return new Refused(reason);
    }
}
