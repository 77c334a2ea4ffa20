package io.viralforge.cli;

import io.viralforge.sandbox.Sandbox;
import io.viralforge.sandbox.SandboxClock;
import java.net.BindException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The networks on this machine, to publish to without an account. */
@CommandLine.Command(
        name = "sandbox",
        description =
                "Speaks the protocols of YouTube and TikTok on this machine, to rehearse publishing without any account. It refuses what they refuse.",
        footer = {
            "",
            "It prints the settings with which a server takes it for the networks. Its page shows what was published, and sets what goes wrong; so do scripts:",
            "",
            "  curl http://127.0.0.1:8090/faults -d operation=YOUTUBE_UPLOAD_CHUNK \\",
            "    -d fault=cut -d when=after -d which=next -d n=1",
            "",
            "Everything is in memory and gone with Ctrl-C. Videos are kept as their length and SHA-256 alone."
        })
final class SandboxCommand extends Command {
    @Option(names = "--port", paramLabel = "N", defaultValue = "8090", description = "At which port (default: 8090).")
    private int port;

    @Option(
            names = "--server",
            paramLabel = "URL",
            split = ",",
            defaultValue = "http://127.0.0.1:8080,http://localhost:8080",
            description =
                    "The server that people are sent back to, as it stands in the browser's address. By default one of this machine, at port 8080.")
    private List<URI> servers = List.of();

    @Option(
            names = "--webhook",
            paramLabel = "URL",
            description = "Where TikTok's webhooks go. By default there are none.")
    private @Nullable URI webhook;

    @Override
    Exit run() throws Exception {
        ListenAddress.check("127.0.0.1", port);
        try (Signals signals = Signals.listen(terminal());
                Sandbox sandbox = Sandbox.start(port, SandboxClock.running())) {
            servers.forEach(server -> sandbox.register(server.resolve("/connect")));
            if (webhook != null) {
                sandbox.tiktok().webhook(webhook);
            }
            terminal().result("@|bold The sandbox|@ is running: @|cyan " + sandbox.address() + "|@");
            terminal().note("A server uses it with these settings:");
            sandbox.settings().forEach((name, value) -> terminal().raw(name + "=" + value));
            terminal().note("Ctrl-C stops it and forgets everything.");
            signals.await();
            return Exit.DONE;
        } catch (BindException e) {
            throw new Failure(Exit.USAGE, "Port " + port + " is taken by another program. Choose one by --port.", e);
        }
    }
}
