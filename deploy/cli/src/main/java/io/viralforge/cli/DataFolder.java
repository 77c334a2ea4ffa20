package io.viralforge.cli;

import io.viralforge.local.UserFolders;
import io.viralforge.sandbox.Sandbox;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which data folder is meant. */
final class DataFolder {
    @Option(
            names = "--dir",
            paramLabel = "FOLDER",
            description = {
                "The data folder. By default VIRALFORGE_HOME, else",
                "~/.local/share/viralforge; on macOS",
                "~/Library/Application Support/ViralForge."
            })
    private @Nullable Path given;

    Path path() {
        return (given != null ? given : UserFolders.ofProcess().data())
                .toAbsolutePath()
                .normalize();
    }

    Installation installation() {
        return new Installation(path());
    }

    /** What is asked of a server, in a studio labelled as sample. */
    interface Errand {
        Exit run(LocalApi api) throws Exception;
    }

    /** Sends somebody to the server that runs in this folder, else to one that is started, and stopped afterwards. */
    Exit send(Errand errand, Terminal terminal) throws Exception {
        return send(errand, null, terminal);
    }

    /** As {@link #send(Errand, Terminal)}; a server that is started publishes to the sandbox, if there is one. */
    Exit send(Errand errand, @Nullable Sandbox sandbox, Terminal terminal) throws Exception {
        try (Signals _ = Signals.listen(terminal)) {
            @Nullable URI address = installation().address();
            if (address != null) {
                return run(errand, installation(), address);
            }
            try (StartView view = new StartView(terminal)) {
                terminal.note("Starting ViralForge in " + path() + ".");
                try (Stack stack = Stack.start(new Stack.Wish(path(), "127.0.0.1", null, true, sandbox), view)) {
                    return run(errand, stack.installation(), stack.address().local());
                }
            }
        }
    }

    private static Exit run(Errand errand, Installation installation, URI address) throws Exception {
        try (LocalApi api = LocalApi.open(installation, address, LocalApi.Studio.SAMPLE)) {
            return errand.run(api);
        }
    }
}
