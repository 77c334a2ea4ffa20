package io.viralforge.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything and keeps it running until told to stop. */
@CommandLine.Command(
        name = "run",
        description = "Starts PostgreSQL, Redis, Cassandra, the server and a worker; Ctrl-C stops them in order.",
        footer = {
            "",
            "The addresses are printed when the server answers; the very first time also a link to create your account. Data stays in the data folder between runs. A second Ctrl-C stops at once, without waiting for anyone."
        })
final class RunCommand extends Command {
    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "Where to listen (default: 127.0.0.1, for this machine alone). 0.0.0.0 opens it to the network; behind a proxy, set VIRALFORGE_PUBLIC_URL to where others reach it.")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description =
                    "The port, which must be free. By default the last one used, else 8080 or the next that is free.")
    private @Nullable Integer port;

    @Option(names = "--no-worker", description = "No worker on this machine: others join by ./forge worker.")
    private boolean isWithoutWorker;

    @Option(names = "--json", description = "Say where it runs as one line of JSON on standard output.")
    private boolean isJson;

    @Mixin
    private DataFolder folder = new DataFolder();

    @Override
    Exit run() throws Exception {
        try (Signals signals = Signals.listen(terminal());
                StartView view = new StartView(terminal());
                Stack stack = Stack.start(new Stack.Wish(folder.path(), host, port, !isWithoutWorker, null), view)) {
            tell(stack, SetupLink.await(stack));
            signals.await();
            view.say("Stopping.");
        }
        return Exit.DONE;
    }

    private void tell(Stack stack, @Nullable URI setupLink) {
        URI url = stack.address().shown();
        Path data = stack.installation().folder();
        if (isJson) {
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("url", url);
            line.put("graphql", url.resolve("/graphql"));
            line.put("health", url.resolve("/health/ready"));
            line.put("setup", setupLink);
            line.put("dir", data);
            line.put("pid", ProcessHandle.current().pid());
            line.put("version", Version.number());
            terminal().raw(JsonLine.of(line));
        } else {
            terminal().result("@|bold ViralForge " + Version.number() + "|@ is running; its data is in " + data + ".");
            terminal().result("");
            terminal().result("  Playground  @|cyan " + url.resolve("/") + "|@   (signed in: ./forge open)");
            terminal().result("  API         @|cyan " + url.resolve("/graphql") + "|@");
            terminal().result("  Health      @|cyan " + url.resolve("/health/ready") + "|@");
            if (setupLink != null) {
                terminal().result("");
                terminal().result("To become its first operator, open this link; it works once, within 24 hours:");
                terminal().result("  @|bold,cyan " + setupLink + "|@");
            }
            terminal().result("");
            terminal().result("Ctrl-C stops everything.");
        }
        if (!stack.address().isLoopback()) {
            terminal()
                    .warn("whoever reaches " + url
                            + " over the network can try to sign in, and what is sent there is not"
                            + " encrypted. Use it in a network you trust, or behind a proxy that speaks TLS.");
        }
    }
}
