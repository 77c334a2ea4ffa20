package io.viralforge.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @TempDir
    Path root;

    @Test
    void ofEachProgramTheThreeUsedLastAreKeptAndNoneThatNobodyUsedForTwoWeeks() throws Exception {
        List<Path> server = List.of(
                aot("server-a", Duration.ofHours(1)),
                aot("server-b", Duration.ofDays(1)),
                aot("server-c", Duration.ofDays(2)),
                aot("server-d", Duration.ofDays(3)));
        Path cassandra = aot("cassandra-a", Duration.ofDays(13));
        Path forgotten = aot("cassandra-b", Duration.ofDays(15));
        Path postgres = program("postgres-18.5.0-linux-amd64", Duration.ofDays(15));
        new CacheFolder(root).prune(NOW);
        assertThat(root)
                .isDirectoryContaining(path -> path.equals(cassandra))
                .isDirectoryContaining(path -> path.equals(server.get(2)));
        assertThat(server.get(3)).doesNotExist();
        assertThat(forgotten).doesNotExist();
        assertThat(postgres).doesNotExist();
    }

    @Test
    void whatWasLeftUnfinishedGoesAfterADay() throws Exception {
        List<Path> old = List.of(
                aged(Files.createDirectory(root.resolve(".new-1")), Duration.ofDays(2)),
                file("server-a.aot.conf-77", Duration.ofDays(2)),
                file("server-a.aot.new-77", Duration.ofDays(2)),
                aged(Files.createDirectory(root.resolve("ffmpeg-8-gpl.part12")), Duration.ofDays(2)));
        Path recent = file("server-a.aot.conf-78", Duration.ofHours(3));
        new CacheFolder(root).prune(NOW);
        assertThat(old).allSatisfy(path -> assertThat(path).doesNotExist());
        assertThat(recent).exists();
    }

    @Test
    void whatIsUsedIsTouchedAndNeverRemovedNotEvenByAnotherProcess() throws Exception {
        Path file = aot("server-a", Duration.ofDays(30));
        Path folder = program("redis-7-linux-amd64", Duration.ofDays(30));
        Path own = aot("worker-a", Duration.ofDays(30));
        assertThat(CacheFolder.use(own)).isTrue();
        assertThat(Files.getLastModifiedTime(own).toInstant()).isAfter(NOW.minus(1, ChronoUnit.DAYS));
        CacheFolder cache = new CacheFolder(root);
        try (CacheUser _ = CacheUser.start(file, folder)) {
            for (Path used : List.of(file, folder, own)) {
                aged(used, Duration.ofDays(30));
            }
            cache.prune(NOW);
            assertThat(List.of(file, folder, own))
                    .allSatisfy(used -> assertThat(used).exists());
            assertThatThrownBy(cache::clear)
                    .isInstanceOfSatisfying(
                            LocalServicesException.class,
                            e -> assertThat(e.code()).isEqualTo(LocalServicesException.Code.ALREADY_RUNNING));
            assertThat(List.of(file, folder, own))
                    .allSatisfy(used -> assertThat(used).exists());
        }
        cache.prune(NOW);
        assertThat(file).doesNotExist();
        assertThat(folder).doesNotExist();
        assertThat(own).exists();
    }

    @Test
    void emptyingItLeavesWhatIsNotOurs() throws Exception {
        Path thesis = Files.writeString(root.resolve("thesis.txt"), "years of work");
        Path workers = Files.createDirectory(root.resolve("worker"));
        Files.writeString(workers.resolve("mine.txt"), "no worker's folder, for it has no lock");
        aot("server-a", Duration.ZERO);
        program("postgres-18-linux-amd64", Duration.ZERO);
        Files.createDirectories(root.resolve("worker-2/cache"));
        Files.createFile(root.resolve("worker-2/lock"));
        file("forge-cli.jsa", Duration.ZERO);
        CacheFolder cache = new CacheFolder(root);
        assertThat(cache.bytes()).isGreaterThan(10);
        cache.clear();
        try (var left = Files.list(root)) {
            assertThat(left).containsExactlyInAnyOrder(thesis, workers);
        }
    }

    @Test
    void whatIsNotThereIsNotUsed() {
        assertThat(CacheFolder.use(root.resolve("server-z.aot"))).isFalse();
        assertThat(new CacheFolder(root.resolve("none")).bytes()).isZero();
    }

    private Path aot(String name, Duration age) throws IOException {
        return file(name + ".aot", age);
    }

    private Path file(String name, Duration age) throws IOException {
        return aged(Files.writeString(root.resolve(name), "x".repeat(10)), age);
    }

    private Path program(String name, Duration age) throws IOException {
        Path folder = Files.createDirectory(root.resolve(name));
        Files.writeString(folder.resolve("program"), "x");
        return aged(folder, age);
    }

    private static Path aged(Path path, Duration age) throws IOException {
        return Files.setLastModifiedTime(path, FileTime.from(NOW.minus(age)));
    }
}
