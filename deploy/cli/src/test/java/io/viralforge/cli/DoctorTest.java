package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.cli.Script.Running;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void itTriesToDrawWords() throws Exception {
        Script.Ended doctor = new Script(folder).run("doctor");
        assertThat(doctor.code()).as(doctor.out()).isZero();
        assertThat(doctor.out()).containsPattern("(?m)^(ok|lacking) +Captions +drawn");
    }

    @Test
    void itsFfmpegRunsAsItStands() throws Exception {
        String said = new Script(folder).run("doctor").out();
        String command = said.replaceFirst("(?s)^.*FFmpeg +[^:]+: ([^\n]+)\n.*$", "$1");
        Process ffmpeg = new ProcessBuilder("sh", "-c", command + " -version").start();
        assertThat(new String(ffmpeg.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .as(command)
                .startsWith("ffmpeg version");
        assertThat(said).contains("./forge reset --cache empties it");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutFontconfigItSaysWhatFollowsAndWhatToInstall() throws Exception {
        // Stands before the system's own, and is no library.
        for (String name : new String[] {"libfontconfig.so.1", "libfontconfig.so"}) {
            Files.writeString(folder.resolve(name), "nothing");
        }
        Running doctor = new Script(folder).start(Map.of("LD_LIBRARY_PATH", folder.toString()), "doctor");
        assertThat(doctor.await()).isEqualTo(Exit.LACKING.code());
        assertThat(doctor.said())
                .containsPattern("(?m)^MISSING +Captions +cannot be drawn")
                .contains("No worker starts.", "apt install fontconfig libfreetype6")
                .containsPattern("(?m)^ok +FFmpeg");
    }
}
