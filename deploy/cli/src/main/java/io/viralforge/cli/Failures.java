package io.viralforge.cli;

import io.viralforge.client.GraphqlException;
import io.viralforge.local.LocalServicesException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns whatever a command threw into one sentence and an exit code; what lies behind it is for {@code --verbose}. */
final class Failures implements IExecutionExceptionHandler {
    private final Terminal terminal;

    Failures(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        terminal.error(sentence(thrown));
        if (command.getCommand() instanceof Command own && own.isVerbose()) {
            causes(thrown);
        }
        return exit(thrown).code();
    }

    private static String sentence(Exception thrown) {
        return switch (thrown) {
            case Failure known -> Objects.requireNonNull(known.getMessage());
            case LocalServicesException known -> Objects.requireNonNull(known.getMessage());
            case GraphqlException known ->
                known.getMessage() + (known.requestId() == null ? "" : " (request " + known.requestId() + ")");
            case InterruptedException _ -> "Interrupted.";
            case Exception unknown -> "This should not have happened: " + unknown;
        };
    }

    private static Exit exit(Exception thrown) {
        return switch (thrown) {
            case Failure known -> known.exit();
            case LocalServicesException known ->
                switch (known.code()) {
                    case ALREADY_RUNNING -> Exit.FOLDER;
                    case NOT_OURS -> Exit.USAGE;
                    case MISSING_TOOL -> Exit.LACKING;
                    case PORT, DISK, START_FAILED -> Exit.FAILED;
                    case INTERRUPTED -> Exit.INTERRUPTED;
                };
            case InterruptedException _ -> Exit.INTERRUPTED;
            case Exception _ -> Exit.FAILED;
        };
    }

    private void causes(Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            StackTraceElement[] frames = cause.getStackTrace();
            terminal.note("  " + cause + (frames.length == 0 ? "" : "\n    at " + frames[0]));
        }
    }
}
