package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

final class CommandLineTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void everyCommandAndOptionIsDescribed() {
        for (Map.Entry<String, CommandLine> command :
                Forge.commandLine(terminal()).getSubcommands().entrySet()) {
            assertThat(command.getValue().getUsageMessage())
                    .as(command.getKey())
                    .contains("Usage: forge");
            command.getValue()
                    .getCommandSpec()
                    .options()
                    .forEach(option -> assertThat(option.description())
                            .as(command.getKey() + " " + option.longestName())
                            .isNotEmpty());
        }
    }

    @Test
    void everyExitCodeIsTold() {
        run("--help");
        for (Exit exit : Exit.values()) {
            assertThat(text(out)).containsPattern("(?m)^  " + exit.code() + " ");
        }
    }

    @Test
    void shellsCanCompleteIt() {
        assertThat(AutoComplete.bash("forge", Forge.commandLine(terminal())))
                .contains("--rights", "doctor", "--no-worker");
    }

    @Test
    void anUnknownOptionIsAUsageErrorAndNoStackTrace() {
        assertThat(run("run", "--prot", "80")).isEqualTo(Exit.USAGE.code());
        assertThat(text(err)).contains("--prot", "(see ./forge run --help)").hasLineCount(1);
    }

    @Test
    void aMistypedCommandIsGuessed() {
        assertThat(run("statsu")).isEqualTo(Exit.USAGE.code());
        assertThat(text(err))
                .isEqualTo("forge: There is no command statsu. Did you mean ./forge status? (see ./forge --help)\n");
    }

    @Test
    void aCommandLikeNoneIsOneLineToo() {
        assertThat(run("foo")).isEqualTo(Exit.USAGE.code());
        assertThat(text(err)).isEqualTo("forge: There is no command foo. (see ./forge --help)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999", "0", "-3"})
    void aPortThatIsNoneIsAUsageErrorBeforeAnythingIsMade(String port, @TempDir Path folder) {
        Path data = folder.resolve("data");
        assertThat(run("run", "--port", port, "--dir", data.toString())).isEqualTo(Exit.USAGE.code());
        assertThat(text(err)).isEqualTo("forge: --port " + port + " is no port: they go from 1 to 65535.\n");
        assertThat(data).doesNotExist();
    }

    @Test
    void aSandboxAtAPortThatIsTakenNamesTheOption() throws Exception {
        try (FakeServer other = FakeServer.listen(0)) {
            String port = Integer.toString(other.server().getAddress().getPort());
            assertThat(run("sandbox", "--port", port)).isEqualTo(Exit.USAGE.code());
            assertThat(text(err))
                    .isEqualTo("forge: Port " + port + " is taken by another program. Choose one by --port.\n");
        }
    }

    @Test
    void anAddressOfAnotherMachineIsSaidSo(@TempDir Path folder) {
        // Set aside for documents: RFC 5737.
        assertThat(run(
                        "run",
                        "--host",
                        "192.0.2.1",
                        "--dir",
                        folder.resolve("data").toString()))
                .isEqualTo(Exit.USAGE.code());
        assertThat(text(err)).contains("--host 192.0.2.1 is none of this machine's addresses");
    }

    @Test
    void aFileForAFolderIsSaidInWords(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("data"), "x");
        assertThat(run("run", "--dir", file.toString())).isEqualTo(Exit.USAGE.code());
        assertThat(text(err)).isEqualTo("forge: " + file + " is a file. Name a folder.\n");
    }

    @Test
    void noExampleInAHelpIsBrokenInTwo() {
        for (Map.Entry<String, CommandLine> command :
                Forge.commandLine(terminal()).getSubcommands().entrySet()) {
            String help = command.getValue().getUsageMessage();
            for (String line :
                    command.getValue().getCommandSpec().usageMessage().footer()) {
                if (line.startsWith("  ")) {
                    assertThat(help).as(command.getKey()).contains("\n" + line + "\n");
                }
            }
        }
    }

    @Test
    void aDemoWithoutKnownRightsNamesTheOption(@TempDir Path folder) throws Exception {
        Path clip = Files.writeString(folder.resolve("clip.mp4"), "x");
        assertThat(run("demo", "--clip", clip.toString(), "--dir", folder.toString()))
                .isEqualTo(Exit.USAGE.code());
        assertThat(text(err))
                .contains("--rights owned|licensed|public-domain|cc0|cc-by|")
                .hasLineCount(1);
    }

    @Test
    void aLicenceThatForbidsAdaptedVersionsIsRefusedBeforeAnythingIsSent(@TempDir Path folder) throws Exception {
        Path clip = Files.writeString(folder.resolve("clip.mp4"), "x");
        assertThat(run("demo", "--clip", clip.toString(), "--rights", "cc-by-nd"))
                .isEqualTo(Exit.REFUSED.code());
        assertThat(text(err)).contains("no adapted version");
    }

    @Test
    void aLicenceWithoutItsProofIsAskedFor(@TempDir Path folder) throws Exception {
        Path clip = Files.writeString(folder.resolve("clip.mp4"), "x");
        assertThat(run("demo", "--clip", clip.toString(), "--rights", "licensed", "--holder", "Jo"))
                .isEqualTo(Exit.USAGE.code());
        assertThat(text(err)).contains("--proof");
    }

    @Test
    void aClipThatIsNotThereIsSaidSo() {
        assertThat(run("demo", "--clip", "/nowhere/clip.mp4", "--rights", "owned"))
                .isEqualTo(Exit.USAGE.code());
        assertThat(text(err)).isEqualTo("forge: There is no file /nowhere/clip.mp4.\n");
    }

    @Test
    void aFolderOrAnEmptyFileIsNoClip(@TempDir Path folder) throws Exception {
        assertThat(run("demo", "--clip", folder.toString())).isEqualTo(Exit.USAGE.code());
        Path empty = Files.createFile(folder.resolve("clip.mp4"));
        assertThat(run("demo", "--clip", empty.toString())).isEqualTo(Exit.USAGE.code());
        assertThat(text(err))
                .isEqualTo("forge: " + folder + " is a folder. Name one clip.\nforge: " + empty + " is empty.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rights=owned", "--attribution=Jo", "--license-url=https://example.org", "--salvage"})
    void whatIsAboutAClipIsRefusedWithoutOne(String option) {
        assertThat(run("demo", option)).isEqualTo(Exit.USAGE.code());
        assertThat(text(err)).contains(option.replaceFirst("=.*", "") + " is about a clip of yours");
    }

    @Test
    void anAddressOfALicenceThatIsNoneIsSaidBeforeAnythingIsMade(@TempDir Path folder) throws Exception {
        Path clip = Files.writeString(folder.resolve("clip.mp4"), "x");
        Path data = folder.resolve("data");
        assertThat(run(
                        "demo",
                        "--clip=" + clip,
                        "--rights=owned",
                        "--license-url=javascript:alert(1)",
                        "--dir=" + data))
                .isEqualTo(Exit.USAGE.code());
        assertThat(text(err)).contains("--license-url javascript:alert(1) is no address of a page");
        assertThat(data).doesNotExist();
    }

    @Test
    void aShortIsPutHereButNeverIntoTheCheckout() {
        Path data = Path.of("/data");
        Path here = Path.of("/home/jo/clips");
        assertThat(ShortOptions.usualOut(here, "/home/jo/viralforge", data)).isEqualTo(here);
        assertThat(ShortOptions.usualOut(here, null, data)).isEqualTo(here);
        Path checkout = Path.of("/home/jo/viralforge/docs");
        assertThat(ShortOptions.usualOut(checkout, "/home/jo/viralforge", data)).isEqualTo(Path.of("/data/shorts"));
    }

    @Test
    void aFolderThatIsNoDataFolderIsNeitherUsedNorReset(@TempDir Path folder) throws Exception {
        Path precious = Files.writeString(folder.resolve("thesis.txt"), "years of work");
        assertThat(run("run", "--dir", folder.toString())).isEqualTo(Exit.USAGE.code());
        assertThat(run("reset", "--yes", "--dir", folder.toString())).isEqualTo(Exit.USAGE.code());
        assertThat(folder).isDirectoryContaining(path -> path.equals(precious));
        assertThat(text(err)).contains("holds other files and is no data folder of ViralForge");
    }

    @Test
    void plainOutputHasNoColours() {
        run("--help");
        assertThat(text(out)).doesNotContain("\033");
    }

    private int run(String... arguments) {
        return Forge.execute(terminal(), arguments);
    }

    private Terminal terminal() {
        return new Terminal(print(out), print(err), Ansi.OFF, Ansi.OFF, false, false, 80);
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream from) {
        return from.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsSetIsWhereItsNameSaysAndOfTheKindThatItLooksLike() {
        var recipe = new HashMap<String, @Nullable Object>();
        MakeCommand.set(recipe, "zoom", "1.5");
        MakeCommand.set(recipe, "titleCard.text", "Hello");
        MakeCommand.set(recipe, "titleCard.duration", "PT1S");
        MakeCommand.set(recipe, "filters", "[{\"kind\":\"VHS\"}]");
        assertThat(recipe)
                .containsEntry("zoom", 1.5)
                .containsEntry("titleCard", Map.of("text", "Hello", "duration", "PT1S"))
                .containsEntry("filters", List.of(Map.of("kind", "VHS")));
        assertThatThrownBy(() -> MakeCommand.set(recipe, "zoom.x", "1")).hasMessageContaining("has a value of its own");
    }
}
