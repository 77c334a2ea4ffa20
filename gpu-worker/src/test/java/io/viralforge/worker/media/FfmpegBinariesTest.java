package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.worker.media.Ffmpeg.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegBinariesTest {
    @TempDir
    Path folder;

    @Test
    void theBundledOneIsUnpackedOnceAndRuns() throws Exception {
        Path cache = folder.resolve("cache");
        Ffmpeg first = new FfmpegBinaries(cache, Map.of()).find();
        var unpacked = Files.getLastModifiedTime(first.program());
        Ffmpeg second = new FfmpegBinaries(cache, Map.of()).find();

        assertThat(first.origin()).isEqualTo(Origin.BUNDLED);
        assertThat(first.version()).startsWith("8.");
        assertThat(first.has("zscale", "tonemap", "ebur128")).isTrue();
        assertThat(second).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(second.program())).isEqualTo(unpacked);
        try (var files = Files.list(cache)) {
            assertThat(files.filter(Files::isDirectory)).hasSize(1);
        }
    }

    @Test
    void theOneThatASettingNamesIsTakenAndNoOther() throws Exception {
        Path bundled = TestFfmpeg.FFMPEG.program();
        // A program of its own cannot find the bundled libraries: the setting is for installed ones.
        Path wrapper = script("ffmpeg", bundled);
        script("ffprobe", TestFfmpeg.FFMPEG.probe());
        assertThat(find(Map.of(FfmpegBinaries.SETTING, wrapper.toString())).origin())
                .isEqualTo(Origin.SETTING);
        assertThat(find(Map.of(FfmpegBinaries.SETTING, folder.toString())).program())
                .isEqualTo(wrapper);
        assertThatThrownBy(() -> find(Map.of(FfmpegBinaries.SETTING, "/nowhere/ffmpeg")))
                .isInstanceOf(FfmpegMissingException.class)
                .hasMessageContaining("/nowhere/ffmpeg");
    }

    @Test
    void versionsAreToldApart() {
        assertThat(FfmpegBinaries.isTooOld("4.4.2-0ubuntu0.22.04.1")).isTrue();
        assertThat(FfmpegBinaries.isTooOld("5.0.1")).isTrue();
        assertThat(FfmpegBinaries.isTooOld("5.1.6-0+deb12u1")).isFalse();
        assertThat(FfmpegBinaries.isTooOld("n7.1")).isFalse();
        assertThat(FfmpegBinaries.isTooOld("N-109999-gdeadbeef")).isFalse();
    }

    @Test
    void missingLibrariesAreNamedWithTheirPackages() {
        var missing = NativeLibraries.missing(List.of(
                "\tlibpulse.so.0 => not found",
                "\tlibc.so.6 => /lib/libc.so.6 (0x1)",
                "\tlibasound.so.2 => not found",
                "\tlibpulse.so.0 => not found",
                "\tlibodd.so.3 => not found"));
        assertThat(missing).containsExactly("libpulse.so.0", "libasound.so.2", "libodd.so.3");
        assertThat(NativeLibraries.advice(missing))
                .contains("apt install libasound2 libpulse0", "dnf install alsa-lib pulseaudio-libs", "libodd.so.3");
    }

    private Ffmpeg find(Map<String, String> settings) throws Exception {
        return new FfmpegBinaries(folder.resolve("none"), settings).find();
    }

    private Path script(String name, Path program) throws Exception {
        String text = "#!/bin/sh\nLD_LIBRARY_PATH='%s' DYLD_LIBRARY_PATH='%s' exec '%s' \"$@\"\n"
                .formatted(program.getParent(), program.getParent(), program);
        Path script = Files.writeString(folder.resolve(name), text);
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }
}
