package io.viralforge.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The playground in a browser, signed in. */
@CommandLine.Command(
        name = "open",
        description = "Opens the playground in a browser, signed in; where there is no browser prints its address.")
final class OpenCommand extends Command {
    private static final List<String> BROWSERS = List.of("xdg-open", "open", "wslview");

    @Mixin
    private DataFolder folder = new DataFolder();

    @Option(names = "--sample", description = "In the sample studio instead of the first operator's first one.")
    private boolean isSample;

    @Option(names = "--print", description = "Only print the address. It holds a token that is valid for 15 minutes.")
    private boolean isPrint;

    @Override
    Exit run() throws Exception {
        Installation installation = folder.installation();
        URI address = installation.requireAddress();
        try (LocalApi api = LocalApi.open(installation, address, isSample)) {
            // What stands after # never leaves the browser: no server, proxy or log sees it.
            String url = address.resolve("/") + "#token=" + api.session().accessToken();
            if (isPrint || !isOpened(url)) {
                terminal().raw(url);
            } else {
                terminal().note("Opened " + address.resolve("/") + " in your browser.");
            }
        }
        return Exit.DONE;
    }

    private static boolean isOpened(String url) throws InterruptedException {
        boolean hasScreen = System.getenv("DISPLAY") != null
                || System.getenv("WAYLAND_DISPLAY") != null
                || System.getenv("WSL_DISTRO_NAME") != null
                || System.getProperty("os.name").startsWith("Mac");
        if (!hasScreen) {
            return false;
        }
        for (String browser : BROWSERS) {
            try {
                Process process = new ProcessBuilder(browser, url)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
                // One that stays is the browser itself.
                if (!process.waitFor(3, TimeUnit.SECONDS) || process.exitValue() == 0) {
                    return true;
                }
            } catch (IOException _) {
                // Not installed: the next one.
            }
        }
        return false;
    }
}
