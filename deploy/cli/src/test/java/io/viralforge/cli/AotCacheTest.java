package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AotCacheTest {
    private static final List<String> OPTIONS = List.of("-Xmx64m");

    @TempDir
    Path folder = Path.of("");

    @Test
    void anotherJarMeansAnotherCache() throws Exception {
        Path jar = Files.writeString(folder.resolve("a.jar"), "one");
        AotCache before = cache(jar);
        assertThat(cache(jar)).isEqualTo(before);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
        assertThat(cache(jar)).isNotEqualTo(before);
    }

    @Test
    void whatIsNotWholeIsNeverLookedAt() throws Exception {
        AotCache cache = cache(Files.writeString(folder.resolve("a.jar"), "one"));
        Files.writeString(cache.unfinished(), "half of i");
        assertThat(cache.exists()).isFalse();
        assertThat(cache.options()).contains("-XX:AOTMode=record");
        cache.publish();
        assertThat(cache.exists()).isTrue();
        assertThat(cache.options()).containsExactly("-XX:AOTCache=" + cache.file());
    }

    @Test
    void whatNobodyUsesAnyMoreIsRemovedWithTheNextOne() throws Exception {
        AotCache cache = cache(Files.writeString(folder.resolve("a.jar"), "one"));
        Path forgotten = aged("server-0123.aot", Duration.ofDays(15));
        Path recent = aged("server-4567.aot", Duration.ofDays(3));
        Path torn = aged("server-89ab.aot.new-77", Duration.ofHours(30));
        Files.writeString(cache.unfinished(), "all of it");
        cache.publish();
        assertThat(forgotten).doesNotExist();
        assertThat(torn).doesNotExist();
        assertThat(recent).exists();
    }

    private Path aged(String name, Duration age) throws Exception {
        Path file = Files.writeString(folder.resolve(name), "x");
        FileTime now = Files.getLastModifiedTime(file);
        return Files.setLastModifiedTime(file, FileTime.from(now.toInstant().minus(age)));
    }

    private AotCache cache(Path jar) {
        return AotCache.of(folder, "server", List.of(jar), OPTIONS);
    }
}
