package io.viralforge.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole. */
@Command(
        name = "forge",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true,
        description = {
            "A self-hosted content studio: a clip in, a vertical short out.",
            "",
            "Begin with ./forge run, or with ./forge demo, which starts what it needs.",
            "./forge COMMAND --help explains a command.",
            ""
        },
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            MakeCommand.class,
            ClipsCommand.class,
            GalleryCommand.class,
            WorkerCommand.class,
            BacktestCommand.class,
            TestHint.class,
            TokenCommand.class,
            OpenCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            DoctorCommand.class,
            ModelsCommand.class,
            ResetCommand.class,
            ScanCommand.class,
            SandboxCommand.class,
            BenchCommand.class,
            HelpCommand.class,
            GenerateCompletion.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed",
            "2:no such option or argument",
            "3:this machine lacks something essential",
            "4:the data folder is held by another process, or nothing runs in it",
            "5:the server refused: an unusable file, missing rights, an unknown token",
            "130:interrupted by Ctrl-C"
        },
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  VIRALFORGE_HOME    the data folder, where --dir is not given",
            "  VIRALFORGE_CACHE   unpacked programs and caches (~/.cache/viralforge)",
            "  VIRALFORGE_FFMPEG  another FFmpeg than the bundled one, 5.1 or later",
            "  VIRALFORGE_FONT    another font for captions, TrueType or OpenType",
            "  FORGE_JAVA_HOME    the JDK 25 to use",
            "  FORGE_NO_BUILD     when set: use what is built, however old",
            "  NO_COLOR           when set: no colours",
            "",
            "Completion for bash and zsh: source <(./forge generate-completion)"
        })
final class Forge {
    private final Terminal terminal;

    private Forge(Terminal terminal) {
        this.terminal = terminal;
    }

    Terminal terminal() {
        return terminal;
    }

    static CommandLine commandLine(Terminal terminal) {
        CommandLine line = new CommandLine(new Forge(terminal));
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(Help.defaultColorScheme(terminal.outAnsi()));
        line.setExecutionExceptionHandler(new Failures(terminal));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(Math.clamp(terminal.columns(), 60, 110));
        line.setParameterExceptionHandler((wrong, _) -> misused(terminal, wrong));
        line.getSubcommands()
                .forEach((name, command) -> command.getCommandSpec()
                        .usageMessage()
                        .hidden(name.equals("generate-completion"))
                        // As they are declared: what matters most comes first.
                        .sortOptions(false)
                        .sortSynopsis(false));
        return line;
    }

    private static int misused(Terminal terminal, ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        terminal.error(sentence(wrong) + " (see ./" + command.getCommandSpec().qualifiedName() + " --help)");
        return Exit.USAGE.code();
    }

    /** Picocli's own, but for a word that was taken for a command: that is the first thing people mistype. */
    private static String sentence(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            String word = unmatched.getUnmatched().getFirst();
            boolean isCommand = !wrong.getCommandLine().getSubcommands().isEmpty();
            List<String> alike = unmatched.getSuggestions();
            return (isCommand ? "There is no command " : "Nothing here takes ") + word + "."
                    + (isCommand && !alike.isEmpty() ? " Did you mean ./forge " + alike.getFirst() + "?" : "");
        }
        return String.valueOf(wrong.getMessage());
    }

    /** Carries out a command and says with which code the process is to end. */
    static int execute(Terminal terminal, String... args) {
        CommandLine line = commandLine(terminal);
        if (args.length == 0) {
            line.usage(terminal.out());
            return Exit.USAGE.code();
        }
        return line.execute(args);
    }
}
