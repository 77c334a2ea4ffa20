package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The part of the script that looks for a JDK, in homes made up for it. */
final class JdkSearchTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void anOlderJavaOnThePathDoesNotKeepItFromFindingTheRightOne() throws Exception {
        Path old = jdk(folder.resolve("old"), "17.0.15");
        Path right = jdk(folder.resolve(".sdkman/candidates/java/25-tem"), "25.0.3");
        assertThat(found(Map.of(
                        "PATH",
                        old.resolve("bin") + ":/usr/bin:/bin",
                        "JAVA_HOME",
                        old.toString(),
                        "JDK25",
                        right.toString())))
                .isEqualTo(right.toString());
    }

    @Test
    void theOneThatIsNamedGoesBeforeAllOthers() throws Exception {
        Path named = jdk(folder.resolve("named"), "25");
        Path other = jdk(folder.resolve("other"), "25.0.1");
        assertThat(found(Map.of("FORGE_JAVA_HOME", named.toString(), "JAVA_HOME", other.toString())))
                .isEqualTo(named.toString());
    }

    @Test
    void aNamedOneThatIsOfAnotherVersionIsRefused() throws Exception {
        Path wrong = jdk(folder.resolve("wrong"), "250.0.1");
        assertThat(found(Map.of("FORGE_JAVA_HOME", wrong.toString()))).contains("is not the home of a JDK 25");
    }

    @Test
    void aRuntimeWithoutACompilerIsNoJdk() throws Exception {
        Path runtime = jdk(folder.resolve("runtime"), "25.0.3");
        Files.delete(runtime.resolve("bin/javac"));
        assertThat(found(Map.of("FORGE_JAVA_HOME", runtime.toString()))).contains("is not the home of a JDK 25");
    }

    private static Path jdk(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        for (String program : List.of("java", "javac")) {
            Path file = Files.writeString(home.resolve("bin").resolve(program), "#!/bin/sh\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private String found(Map<String, String> environment) throws Exception {
        Path script = Script.home().resolve("deploy/cli/sh/jdk.sh");
        ProcessBuilder builder = new ProcessBuilder(
                        "sh", "-c", "set -eu; . \"$1\"; find_jdk && echo \"$JAVA_HOME\"", "sh", script.toString())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("HOME", folder.toString(), "PATH", "/usr/bin:/bin"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }
}
