package io.viralforge.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserFoldersTest {
    @Test
    void homeIsWhatTheEnvironmentSays() {
        UserFolders folders = new UserFolders(Map.of("HOME", "/homes/jo"));
        assertThat(folders.cache()).isEqualTo(Path.of("/homes/jo/.cache/viralforge"));
        assertThat(folders.data()).startsWithRaw(Path.of("/homes/jo"));
    }

    @Test
    void withoutItHomeIsTheAccounts() {
        UserFolders folders = new UserFolders(Map.of("HOME", ""));
        assertThat(folders.cache()).startsWithRaw(Path.of(System.getProperty("user.home")));
    }

    @Test
    void whatIsNamedGoesFirst() {
        UserFolders folders =
                new UserFolders(Map.of("HOME", "/homes/jo", "XDG_CACHE_HOME", "/c", "XDG_DATA_HOME", "/d"));
        assertThat(folders.cache()).isEqualTo(Path.of("/c/viralforge"));
        assertThat(folders.data()).isEqualTo(Path.of("/d/viralforge"));
        UserFolders own =
                new UserFolders(Map.of("XDG_CACHE_HOME", "/c", "VIRALFORGE_CACHE", "/x", "VIRALFORGE_HOME", "/y"));
        assertThat(own.cache()).isEqualTo(Path.of("/x"));
        assertThat(own.data()).isEqualTo(Path.of("/y"));
    }
}
