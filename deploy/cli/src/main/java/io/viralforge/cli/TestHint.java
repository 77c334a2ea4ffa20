package io.viralforge.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** For the help alone: the script forge carries this command out itself, since it must work where nothing is built. */
@CommandLine.Command(name = "test", description = "Builds with all gates and runs all tests, as CI does.")
final class TestHint extends Command {
    @Option(names = "--full", description = "Also the long tests.")
    private boolean isFull;

    @Parameters(
            arity = "0..*",
            paramLabel = "MODULE",
            description = "Only this module and what it is made of: server, gpu-worker, local, ...")
    private List<String> modules = List.of();

    @Override
    Exit run() {
        String words =
                (isFull ? " --full" : "") + modules.stream().map(" "::concat).collect(Collectors.joining());
        throw new Failure(Exit.USAGE, "Run it by the script: ./forge test" + words);
    }
}
