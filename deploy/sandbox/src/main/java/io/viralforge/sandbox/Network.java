package io.viralforge.sandbox;

import java.util.List;

/** One network: what can be asked of it, and what it does when a fault is about its own state. */
interface Network {
    List<Route> routes();

    /** What people and tests can see of it, the latest last. */
    List<Published> published();

    /** The token of this request is worth nothing any more. */
    void forgetToken(Request request);

    /** What is allowed for requests like this one is used up. */
    void useUp(Operation operation, Request request);

    /** The upload that the request is about is gone. */
    void forgetUpload(Request request);
}
