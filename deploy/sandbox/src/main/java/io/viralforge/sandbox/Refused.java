package io.viralforge.sandbox;

/** A request against a rule, with the network's answer to it. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Response response;

    Refused(Response response) {
        super(response.status() + " " + response.body(), null, false, false);
        this.response = response;
    }

    Response response() {
        return response;
    }
}
