package io.viralforge.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What all commands have in common. */
@CommandLine.Command(mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpAutoWidth = true)
abstract class Command implements Callable<Integer> {
    @ParentCommand
    private @Nullable Forge forge;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--verbose", order = 100, description = "When it fails, say also what lies behind that.")
    private boolean isVerbose;

    final Terminal terminal() {
        return Objects.requireNonNull(forge).terminal();
    }

    final boolean isVerbose() {
        return isVerbose;
    }

    final CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    @Override
    public final Integer call() throws Exception {
        return run().code();
    }

    abstract Exit run() throws Exception;
}
