package io.viralforge.cli;

import io.viralforge.cli.LocalApi.Studio;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The playground in a browser, with a session that it asks whether to use. */
@CommandLine.Command(
        name = "open",
        description =
                "Opens the playground in a browser, with a session that it asks whether to use. Where there is no browser, prints its address.",
        footer = {
            "",
            "The browser is shown run/sign-in.html in the data folder first, which leads on to the playground with the token: arguments can be seen by every user of this machine, that file by you alone. One that may not read it (some are packaged so) is helped by --print."
        })
final class OpenCommand extends Command {
    private static final List<String> BROWSERS = List.of("xdg-open", "open", "wslview");

    @Option(names = "--sample", description = "In the sample studio instead of the first operator's first one.")
    private boolean isSample;

    @Option(names = "--print", description = "Only print the address. It holds a token, valid for 15 minutes.")
    private boolean isPrint;

    @Mixin
    private DataFolder folder = new DataFolder();

    @Override
    Exit run() throws Exception {
        Installation installation = folder.installation();
        URI address = installation.requireAddress();
        Files.deleteIfExists(installation.signInPage());
        try (LocalApi api = LocalApi.open(installation, address, Studio.of(isSample))) {
            // What stands after # never leaves the browser: no server, proxy or log sees it.
            String url = address.resolve("/") + "#token=" + api.handOut().accessToken();
            if (isPrint || !isOpened(installation.signInPage(), url)) {
                terminal().raw(url);
            } else {
                terminal()
                        .note("Opened " + address.resolve("/") + " in your browser. If it may not read "
                                + installation.signInPage() + ": ./forge open --print");
            }
        }
        return Exit.DONE;
    }

    /**
     * Sends a browser to a page that leads on to the address: what a program is started with can be read by every user
     * of the machine, the page by its owner alone. It stays until the next time or the server's end, for nobody knows
     * when the browser has read it.
     */
    private static boolean isOpened(Path page, String url) throws IOException, InterruptedException {
        boolean hasScreen = System.getenv("DISPLAY") != null
                || System.getenv("WAYLAND_DISPLAY") != null
                || System.getenv("WSL_DISTRO_NAME") != null
                || System.getProperty("os.name").startsWith("Mac");
        if (!hasScreen) {
            return false;
        }
        Files.createFile(page, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        // Neither the address nor the token can hold a quotation mark or a bracket.
        Files.writeString(page, """
                <!doctype html><meta charset="utf-8"><title>ViralForge</title>
                <script>location.replace("%s")</script>
                """.formatted(url));
        for (String browser : BROWSERS) {
            try {
                Process process = new ProcessBuilder(browser, page.toUri().toString())
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
        Files.delete(page);
        return false;
    }
}
