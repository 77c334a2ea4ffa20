package io.viralforge.sandbox;

import java.io.IOException;
import java.util.function.Predicate;

/**
 * One thing that can be asked, and who answers.
 *
 * @param path as a whole
 * @param when tells operations apart that share method and path
 */
record Route(Operation operation, String method, String path, Predicate<Request> when, Handler handler) {
    /** Answers, or throws {@link Refused}. */
    interface Handler {
        Response handle(Request request) throws IOException;
    }

    static Route of(Operation operation, String method, String path, Handler handler) {
        return new Route(operation, method, path, _ -> true, handler);
    }

    boolean fits(Request request) {
        return request.method().equals(method) && request.path().equals(path) && when.test(request);
    }
}
