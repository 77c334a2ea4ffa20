package io.viralforge.platform.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTest {
    private static final byte[] PLAIN = "plain".getBytes(StandardCharsets.UTF_8);
    private static final String OLD = key("a key of exactly 32 bytes length");
    private static final String NEW = key("another key of 32 bytes, a longe");

    @TempDir
    private Path folder;

    @Test
    void whatIsSealedOpensUnderItsOwnLabelAlone() {
        SecretBox box = box(OLD, null, null);
        byte[] sealed = box.seal(PLAIN, "token:1");

        assertThat(sealed).hasSize(PLAIN.length + 45);
        assertThat(box.seal(PLAIN, "token:1")).isNotEqualTo(sealed);
        assertThat(box.open(sealed, "token:1")).isEqualTo(PLAIN);
        assertThat(box.open(sealed, "token:2")).isNull();
        sealed[20] ^= 1;
        assertThat(box.open(sealed, "token:1")).isNull();
        assertThat(box.open(new byte[0], "token:1")).isNull();
    }

    @Test
    void aReplacedKeyOpensWhatItSealedAndSealsNoMore() {
        byte[] old = box(OLD, null, null).seal(PLAIN, "x");
        SecretBox both = box(NEW + "," + OLD, null, null);

        assertThat(both.open(old, "x")).isEqualTo(PLAIN);
        assertThat(box(NEW, null, null).open(both.seal(PLAIN, "x"), "x")).isEqualTo(PLAIN);
        assertThat(box(NEW, null, null).open(old, "x")).isNull();
    }

    @Test
    void theKeysFileIsMadeOnceForItsOwnerAlone() throws Exception {
        Path file = folder.resolve("secrets/master-key");
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<byte[]>> replicas = IntStream.range(0, 16)
                    .mapToObj(
                            i -> (Callable<byte[]>) () -> box(null, file, true).seal(PLAIN, "x"))
                    .toList();
            for (Future<byte[]> sealed : threads.invokeAll(replicas)) {
                assertThat(box(null, file, false).open(sealed.get(), "x")).isEqualTo(PLAIN);
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder.resolve("secrets"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aMissingOrMalformedKeyIsToldWithoutShowingIt() throws IOException {
        assertThatThrownBy(() -> box(null, null, null)).hasMessageContaining("VIRALFORGE_MASTER_KEY");
        assertThatThrownBy(() -> box(" ", folder.resolve("none"), null))
                .hasMessageContaining("none")
                .hasMessageContaining("VIRALFORGE_MASTER_KEY_FILE_CREATE");
        assertThatThrownBy(() -> box("bm90IDMyIGJ5dGVz", null, null))
                .hasMessageContaining("32 bytes")
                .hasMessageNotContaining("bm90IDMyIGJ5dGVz");
        Path file = Files.writeString(folder.resolve("bad"), "%%%");
        assertThatThrownBy(() -> box(null, file, null)).hasMessageNotContaining("%%%");
        assertThat(new SecretsConfig(OLD, null, null).toString()).doesNotContain(OLD);
    }

    @Test
    void aSecretSaysNothingOfItself() {
        record Form(String name, Secret password) {}
        assertThat(new Form("me", new Secret("hidden")).toString()).isEqualTo("Form[name=me, password=(secret)]");
    }

    private static SecretBox box(@Nullable String key, @Nullable Path file, @Nullable Boolean isMade) {
        return new SecretBox(new SecretsConfig(key, file == null ? null : file.toString(), isMade));
    }

    private static String key(String bytes) {
        return Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.US_ASCII));
    }
}
