package io.viralforge.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {
    @Test
    void aNameIsShownWithoutWhatCouldMislead() {
        assertThat(FileName.shown("clip.mp4")).isEqualTo("clip.mp4");
        assertThat(FileName.shown("../../etc/passwd")).isEqualTo("passwd");
        assertThat(FileName.shown("C:\\fakepath\\clip.mp4")).isEqualTo("clip.mp4");
        assertThat(FileName.shown("a\u0000b\r\nc\u001b[31m.mp4")).isEqualTo("abc[31m.mp4");
        assertThat(FileName.shown("clip\u202E4pm.exe")).isEqualTo("clip4pm.exe");
        assertThat(FileName.shown("e\u0301te\u0301.mov")).isEqualTo("\u00e9t\u00e9.mov");
        assertThat(FileName.shown("👩\u200D🚀.mp4")).isEqualTo("👩\u200D🚀.mp4");
        assertThat(FileName.shown("\u200EPHOTO\u00AD-\uDB40\uDC41\u3164.jpg")).isEqualTo("PHOTO-.jpg");
        assertThat(FileName.shown("\u00A0\u2003")).isEqualTo("unnamed");
        assertThat(FileName.shown("lone\uD800.mp4")).isEqualTo("lone.mp4");
        assertThat(FileName.shown(" \u200B/ ")).isEqualTo("unnamed");
        assertThat(FileName.shown("")).isEqualTo("unnamed");
    }

    @ParameterizedTest
    @CsvSource({
        "a.mp4, VIDEO, video/mp4",
        "a.MOV, VIDEO, video/quicktime",
        "a.b.Jpeg, IMAGE, image/jpeg",
        "a.Opus, AUDIO, audio/ogg",
        "a, VIDEO, application/octet-stream",
        "png, IMAGE, image/png",
        "a.exe, VIDEO, application/octet-stream",
    })
    void theNameGivesAFirstGuess(String name, MediaKind kind, String contentType) {
        assertThat(FileName.kind(name)).isEqualTo(kind);
        assertThat(FileName.contentType(name)).isEqualTo(contentType);
    }
}
