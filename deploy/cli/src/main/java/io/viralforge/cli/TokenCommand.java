package io.viralforge.cli;

import io.viralforge.cli.LocalApi.Studio;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A token for whoever can read the data folder. */
@CommandLine.Command(
        name = "token",
        description = "Prints an access token, valid for 15 minutes, to whoever can read the data folder.",
        footer = {
            "",
            "  curl -H \"Authorization: Bearer $(./forge token)\" \\",
            "       -H 'Content-Type: application/json' \\",
            "       -d '{\"query\":\"{ viewer { studio { name } scopes } }\"}' \\",
            "       http://127.0.0.1:8080/graphql"
        })
final class TokenCommand extends Command {
    @Option(names = "--sample", description = "For the sample studio instead of the first operator's first one.")
    private boolean isSample;

    @Option(
            names = "--json",
            description = "One line of JSON: also when it ends, the refresh token, studio and scopes.")
    private boolean isJson;

    @Mixin
    private DataFolder folder = new DataFolder();

    @Override
    Exit run() throws Exception {
        Installation installation = folder.installation();
        try (LocalApi api = LocalApi.open(installation, installation.requireAddress(), Studio.of(isSample))) {
            var session = api.handOut();
            if (isJson) {
                Map<String, @Nullable Object> line = new LinkedHashMap<>();
                line.put("accessToken", session.accessToken());
                line.put("expiresAt", session.expiresAt());
                line.put("refreshToken", session.refreshToken());
                line.put("studioId", session.viewer().studio().id());
                line.put("studio", session.viewer().studio().name());
                line.put("scopes", session.viewer().scopes());
                terminal().raw(JsonLine.of(line));
            } else {
                terminal().raw(session.accessToken());
            }
        }
        return Exit.DONE;
    }
}
