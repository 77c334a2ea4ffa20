package io.viralforge.cli;

import io.viralforge.cli.Keeper.Running;
import io.viralforge.local.ChildProcess;
import io.viralforge.local.RunFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JVM program that runs as a child.
 *
 * @param training makes its AOT cache; null where there is one already, or none is wanted
 */
record JvmChild(ChildProcess process, @Nullable AotTraining training) {

    /** Starts it; whether it is ready is for the caller to find out. */
    static JvmChild start(
            RunFolder folder,
            JvmProgram program,
            List<String> arguments,
            Map<String, String> environment,
            AotTraining.Idleness idleness) {
        @Nullable AotCache cache = program.cache();
        boolean isRecording = cache != null && !cache.use();
        List<String> command = new ArrayList<>(program.command());
        command.addAll(arguments);
        ChildProcess process = ChildProcess.start(
                folder,
                new ChildProcess.Command(
                        program.name(),
                        command,
                        environment,
                        ChildProcess.Signal.TERM,
                        ChildProcess.Command.NO_INPUT,
                        program.ready()));
        return new JvmChild(
                process,
                cache != null && isRecording ? AotTraining.begin(folder, program, cache, process, idleness) : null);
    }

    void stop(Duration patience) {
        if (training != null) {
            training.close();
        }
        process.stop(patience);
        if (training != null) {
            training.finish();
        }
    }

    /** Ends one that never was ready; what it wrote down about its start is worth no cache. */
    void abandon() {
        if (training != null) {
            training.close();
        }
        process.stop(Duration.ZERO);
        if (training != null) {
            training.discard();
        }
    }

    Running kept(Duration patience) {
        return new Running(process.exit(), () -> stop(patience));
    }
}
