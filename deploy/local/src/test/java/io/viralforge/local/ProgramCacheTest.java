package io.viralforge.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.local.LocalServicesException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramCacheTest {
    private static final String RESOURCE = "/io/viralforge/local/watch.sh";
    private static final StartProgress SILENT = new StartProgress(Service.REDIS, StartListener.SILENT);

    @TempDir
    Path root;

    @Test
    void twoThatUnpackAtTheSameTimeBothFindTheWholeFolder() {
        CyclicBarrier together = new CyclicBarrier(2);
        AtomicInteger unpacked = new AtomicInteger();
        ProgramCache.Unpacker unpacker = (in, to) -> {
            Files.copy(in, to.resolve("program"));
            unpacked.incrementAndGet();
            await(together);
        };
        CompletableFuture<Path> first =
                CompletableFuture.supplyAsync(() -> new ProgramCache(root).folder("p-1", RESOURCE, unpacker, SILENT));
        Path second = new ProgramCache(root).folder("p-1", RESOURCE, unpacker, SILENT);
        assertThat(first.join()).isEqualTo(second).isDirectoryContaining("glob:**/program");
        assertThat(unpacked).hasValue(2);
        assertThat(root).isDirectoryNotContaining("glob:**/.new-*");
        new ProgramCache(root).folder("p-1", RESOURCE, unpacker, SILENT);
        assertThat(unpacked).as("a third finds what is there").hasValue(2);
    }

    @Test
    void unpackingThatFailsLeavesNothing() {
        ProgramCache cache = new ProgramCache(root);
        assertThatThrownBy(() -> cache.folder("p-1", RESOURCE, (in, to) -> fail(to), SILENT))
                .isInstanceOfSatisfying(
                        LocalServicesException.class, e -> assertThat(e.code()).isEqualTo(Code.DISK));
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void aProgramThatTheBuildDoesNotCarryIsNamed() {
        assertThatThrownBy(() -> new ProgramCache(root).folder("p-1", "/postgres-amiga.txz", (in, to) -> {}, SILENT))
                .isInstanceOfSatisfying(
                        LocalServicesException.class, e -> assertThat(e.code()).isEqualTo(Code.MISSING_TOOL))
                .hasMessageContaining("postgres-amiga.txz");
    }

    private static void fail(Path folder) throws IOException {
        Files.writeString(folder.resolve("half"), "half");
        throw new IOException("no space left on device");
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
