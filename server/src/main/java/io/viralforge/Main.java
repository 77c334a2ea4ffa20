package io.viralforge;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;
import io.viralforge.platform.config.Settings;
import java.util.List;

/** Starts the server, unless its settings are wrong. */
public final class Main {
    /** What a program ends with that was called wrongly. */
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] args) {
        List<Settings.Fault> faults = faults(args);
        if (!faults.isEmpty()) {
            System.err.print(Settings.report(faults));
            System.exit(USAGE);
        }
        ApplicationContext running = server(args).start();
        // Not a line of the log, whose level is a setting: who started this process waits for it.
        System.out.println(
                "ViralForge listens on " + running.getBean(EmbeddedServer.class).getURI());
    }

    private static List<Settings.Fault> faults(String[] args) {
        try (Environment settings = server(args).build().getEnvironment()) {
            return Settings.faults(settings.start());
        }
    }

    private static Micronaut server(String[] args) {
        return Micronaut.build(args).mainClass(Main.class).banner(false);
    }
}
