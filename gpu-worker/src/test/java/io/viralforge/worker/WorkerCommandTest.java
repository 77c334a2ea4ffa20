package io.viralforge.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WorkerCommandTest {
    @Test
    void itsUsualFolderLiesInTheHomeThatTheEnvironmentNames() {
        assertThat(WorkerCommand.caches(Map.of("HOME", "/homes/jo"))).isEqualTo(Path.of("/homes/jo/.cache/viralforge"));
        assertThat(WorkerCommand.caches(Map.of("HOME", "/homes/jo", "XDG_CACHE_HOME", "/c")))
                .isEqualTo(Path.of("/c/viralforge"));
        assertThat(WorkerCommand.caches(Map.of("HOME", "/homes/jo", "VIRALFORGE_CACHE", "/x")))
                .isEqualTo(Path.of("/x"));
        assertThat(WorkerCommand.caches(Map.of()))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "viralforge"));
    }
}
