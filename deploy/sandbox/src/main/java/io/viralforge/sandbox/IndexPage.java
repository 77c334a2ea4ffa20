package io.viralforge.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Everything at a glance: what was published, how to connect, what goes wrong. */
record IndexPage(Sandbox sandbox) {
    private static final List<String> FAULTS = List.of(
            "cut", "answer", "delay", "stale-token", "over-quota", "expired-upload", "failed", "rejected", "repeat");

    String html() {
        return Html.page("ViralForge sandbox", published() + connect() + faults() + conditions() + clock());
    }

    private String published() {
        List<Published> published = sandbox.published().reversed();
        if (published.isEmpty()) {
            return "<p class=\"quiet\">Nothing was published yet.</p>";
        }
        String rows =
                published.stream().map(each -> "<tr>" + row(each) + "</tr>\n").collect(Collectors.joining());
        return """
                <div class="scroll"><table>
                <tr><th>Network<th>Title<th>Account<th>State<th>Privacy<th>Disclosure<th>Bytes<th>SHA-256<th>At</tr>
                %s</table></div>
                """.formatted(rows);
    }

    private static String row(Published each) {
        String finish = each.state().equals("SEND_TO_USER_INBOX")
                ? form(
                        "/inbox",
                        "<input type=\"hidden\" name=\"publish_id\" value=\"" + Html.escape(each.id()) + "\">",
                        "Post it")
                : "";
        String state = "<td>" + Html.escape(each.state()) + finish;
        return cells(each.network(), each.title(), each.account())
                + state
                + cells(
                        each.privacy(),
                        each.disclosure(),
                        "%,d".formatted(each.file().length()))
                + "<td class=\"hash\">" + each.file().sha256() + "<td>" + each.at();
    }

    private static String cells(String... texts) {
        return Arrays.stream(texts).map(text -> "<td>" + Html.escape(text)).collect(Collectors.joining());
    }

    private String connect() {
        String lines = sandbox.settings().entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("\n"));
        return "<h2>Settings of a server that uses it</h2><pre><code>" + Html.escape(lines) + "</code></pre>";
    }

    private String faults() {
        String standing = sandbox.faults().standing().stream()
                .map(each -> "<li><code>" + Html.escape(each) + "</code></li>")
                .collect(Collectors.joining());
        return """
                <h2>Faults of single requests</h2>
                <p class="quiet">answer: the value is a status such as 503; delay: seconds; failed, rejected (of
                PROCESSING): the network's reason, such as codec; repeat (of WEBHOOK): how often in all.</p>
                <ul>%s</ul>
                """.formatted(standing)
                + form(
                        "/faults",
                        options("operation", names(Operation.values())) + options("fault", FAULTS)
                                + options("when", List.of("before", "midway", "after"))
                                + "<input name=\"value\" placeholder=\"value\" size=\"8\">"
                                + options("which", List.of("next", "nth", "every"))
                                + "<input name=\"n\" value=\"1\" size=\"3\">",
                        "Set")
                + form("/clear", "", "Clear all faults and conditions");
    }

    private String conditions() {
        String rows = Arrays.stream(Condition.values())
                .map(each -> "<tr>"
                        + cells(
                                each.name(),
                                Long.toString(sandbox.conditions().get(each)),
                                Long.toString(each.usual()),
                                each.meaning())
                        + "</tr>\n")
                .collect(Collectors.joining());
        return """
                <h2>Conditions for the time being</h2>
                <div class="scroll"><table>
                <tr><th>Condition<th>Now<th>Usual<th>Meaning</tr>
                %s</table></div>
                """.formatted(rows)
                + form(
                        "/conditions",
                        options("condition", names(Condition.values()))
                                + "<input name=\"value\" placeholder=\"value\" size=\"8\">",
                        "Set");
    }

    private String clock() {
        return "<h2>Clock</h2><p>At the networks it is " + sandbox.clock().instant() + ".</p>"
                + form("/clock", "<input name=\"advance\" value=\"PT1H\" size=\"8\">", "Advance");
    }

    private static String form(String action, String fields, String button) {
        return "<form method=\"post\" action=\"" + action + "\">" + fields + "<button>" + button + "</button></form>";
    }

    private static String options(String name, List<String> values) {
        return values.stream()
                .map(value -> "<option>" + value + "</option>")
                .collect(Collectors.joining("", "<select name=\"" + name + "\">", "</select>"));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
