package io.viralforge.cli;

import picocli.CommandLine;

/** For the help alone: the script forge carries this command out itself, since it must work where nothing is built. */
@CommandLine.Command(
        name = "test",
        description = "Builds with all gates and runs all tests, as CI does (--full: the long ones too).")
final class TestHint extends Command {
    @Override
    Exit run() {
        throw new Failure(Exit.USAGE, "Run it by the script: ./forge test");
    }
}
