package io.viralforge.sandbox;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox shows of itself at "/", and how its faults, conditions and clock are set from outside: by the forms
 * there, which scripts send as well.
 */
final class Pages {
    private final Sandbox sandbox;
    private final IndexPage index;

    Pages(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.index = new IndexPage(sandbox);
    }

    /** Null: not a page of the sandbox's own. */
    @Nullable
    Response answer(Request request) throws IOException {
        if (request.method().equals("GET")) {
            return request.path().equals("/") ? Response.html(200, index.html()) : null;
        }
        try {
            return request.method().equals("POST") && isDone(request.path(), request)
                    ? new Response(303, Map.of("Location", "/"), "")
                    : null;
        } catch (IllegalArgumentException | DateTimeException e) {
            String message = Html.escape(String.valueOf(e.getMessage()));
            return Response.html(400, Html.page("Not understood", "<p>" + message + "</p>"));
        }
    }

    private boolean isDone(String path, Request request) throws IOException {
        switch (path) {
            case "/faults" -> fault(request.form());
            case "/conditions" ->
                sandbox.conditions()
                        .set(Condition.valueOf(field(request.form(), "condition")), number(request.form(), "value"));
            case "/clock" -> sandbox.clock().advance(Duration.parse(field(request.form(), "advance")));
            case "/inbox" -> sandbox.tiktok().finish(field(request.form(), "publish_id"));
            case "/clear" -> {
                sandbox.faults().clear();
                sandbox.conditions().clear();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void fault(Map<String, String> form) {
        Operation operation = Operation.valueOf(field(form, "operation"));
        Fault fault = parse(form);
        int n = (int) number(form, "n");
        switch (field(form, "which")) {
            case "next" -> sandbox.faults().next(operation, n, fault);
            case "nth" -> sandbox.faults().nth(operation, n, fault);
            case "every" -> sandbox.faults().every(operation, n, fault);
            default -> throw new IllegalArgumentException("which is next, nth or every.");
        }
    }

    /** The kinds of faults by their names on the page; what a kind has no use for is not looked at. */
    private static Fault parse(Map<String, String> form) {
        String value = form.getOrDefault("value", "");
        When when = When.valueOf(form.getOrDefault("when", "before").toUpperCase(Locale.ROOT));
        return switch (field(form, "fault")) {
            case "delay" -> new Fault.Delay(Duration.ofSeconds(number(form, "value")));
            case "answer" -> new Fault.Answer(when, (int) number(form, "value"), Duration.ofSeconds(1));
            case "cut" -> new Fault.Cut(when);
            case "stale-token" -> new Fault.StaleToken();
            case "over-quota" -> new Fault.OverQuota();
            case "expired-upload" -> new Fault.ExpiredUpload();
            case "failed" ->
                new Fault.Spoil(field(form, "operation").startsWith("TIKTOK") ? "FAILED" : "failed", value);
            case "rejected" -> new Fault.Spoil("rejected", value);
            case "repeat" -> new Fault.Repeat((int) number(form, "value"));
            default -> throw new IllegalArgumentException("There is no such fault.");
        };
    }

    private static String field(Map<String, String> form, String name) {
        String value = form.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is required.");
        }
        return value.strip();
    }

    private static long number(Map<String, String> form, String name) {
        return Long.parseLong(field(form, name));
    }
}
