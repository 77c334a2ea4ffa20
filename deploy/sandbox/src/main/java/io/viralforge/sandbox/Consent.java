package io.viralforge.sandbox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The page on which a person allows what a program asks for. Besides the network's own parameters it takes
 * {@code approve=1} with {@code account=ID}, the first one without it, or {@code deny=1}: what its buttons send,
 * and what tests send at once.
 */
record Consent(String network, List<Account> accounts) {
    /** What the person chose. */
    sealed interface Choice {
        record Approved(Account account) implements Choice {}

        record Denied() implements Choice {}
    }

    /** Null: nothing yet, so the page is to be shown. */
    @Nullable
    Choice choice(Request request) {
        if (request.query("deny") != null) {
            return new Choice.Denied();
        }
        if (request.query("approve") == null) {
            return null;
        }
        @Nullable String wanted = request.query("account");
        return accounts.stream()
                .filter(account -> wanted == null || account.id().equals(wanted))
                .findFirst()
                .map(Choice.Approved::new)
                .orElse(null);
    }

    Response page(Request request, Set<String> scopes) {
        String hidden = request.query().entrySet().stream()
                .map(each -> "<input type=\"hidden\" name=\"%s\" value=\"%s\">"
                        .formatted(Html.escape(each.getKey()), Html.escape(each.getValue())))
                .collect(Collectors.joining("\n"));
        String options = accounts.stream()
                .map(account -> "<option value=\"%s\">%s</option>"
                        .formatted(Html.escape(account.id()), Html.escape(account.name())))
                .collect(Collectors.joining());
        String asked = scopes.stream()
                .map(scope -> "<li><code>" + Html.escape(scope) + "</code></li>")
                .collect(Collectors.joining());
        return Response.html(200, Html.page("Connect ViralForge with " + network + " (sandbox)", """
                        <p>No real account is involved: this is the sandbox on your own machine.</p>
                        <p>ViralForge asks for:</p>
                        <ul>%s</ul>
                        <form method="get">
                        %s
                        <label>Account <select name="account">%s</select></label>
                        <button class="main" name="approve" value="1">Approve</button>
                        <button name="deny" value="1">Deny</button>
                        </form>
                        """.formatted(
                        asked, hidden, options)));
    }

    /** Back to where the program wants the person. */
    static Response back(String redirect, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
        return Response.redirect(redirect + (redirect.contains("?") ? "&" : "?") + query);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
