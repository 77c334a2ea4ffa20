package io.viralforge.cli;

import io.viralforge.cli.Script.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogsTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void whoFollowsSeesWhatIsWrittenAlsoWhenTheFileBeginsAnew() throws Exception {
        Script script = new Script(folder);
        Path log = script.installation().log("server");
        Files.createDirectories(log.getParent());
        Files.writeString(log, "first\nsecond\n");
        Running logs = script.start("logs", "server", "-n", "1", "-f");
        try {
            logs.await("the last line", () -> logs.said().equals("second\n"));
            Files.writeString(log, "third\nhalf", StandardOpenOption.APPEND);
            logs.await("the next line", () -> logs.said().equals("second\nthird\n"));
            Files.writeString(log, "anew\n");
            logs.await("the new file's line", () -> logs.said().equals("second\nthird\nanew\n"));
        } finally {
            logs.end();
        }
    }
}
