package io.viralforge.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class ArchivesTest {
    @TempDir
    Path temporary;

    private interface Content {
        void write(TarArchiveOutputStream tar) throws IOException;
    }

    @Test
    void filesAndLinksAreUnpacked() throws IOException {
        Path folder = unpacked(tar -> {
            file(tar, "lib/a.so.5", "a");
            link(tar, TarConstants.LF_SYMLINK, "lib/a.so", "a.so.5");
            link(tar, TarConstants.LF_LINK, "lib/b.so", "lib/a.so.5");
        });
        assertThat(folder.resolve("lib/a.so")).hasContent("a");
        assertThat(folder.resolve("lib/b.so")).hasContent("a");
    }

    @Test
    void nothingIsWrittenOrReadOutsideOfTheFolder() throws IOException {
        Path secret = Files.writeString(temporary.resolve("secret"), "s");
        refused(tar -> file(tar, "../out", "x"));
        refused(tar -> file(tar, "a/../../out", "x"));
        refused(tar -> link(tar, TarConstants.LF_LINK, "mine", "../secret"));
        refused(tar -> {
            link(tar, TarConstants.LF_SYMLINK, "way", temporary.toString());
            file(tar, "way/out", "x");
        });
        assertThat(temporary.resolve("out")).doesNotExist();
        assertThat(secret).hasContent("s");
    }

    private void refused(Content content) {
        assertThatIOException().isThrownBy(() -> unpacked(content)).withMessageContaining("outside of itself");
    }

    private Path unpacked(Content content) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new XZOutputStream(packed, new LZMA2Options(0)))) {
            content.write(tar);
        }
        Path folder = Files.createTempDirectory(temporary, "unpacked");
        Archives.tarXz(new ByteArrayInputStream(packed.toByteArray()), folder);
        return folder;
    }

    private static void file(TarArchiveOutputStream tar, String name, String text) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(text.length());
        tar.putArchiveEntry(entry);
        tar.write(text.getBytes(UTF_8));
        tar.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream tar, byte kind, String name, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }
}
