package io.viralforge.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.platform.storage.StorageFailure.Reason;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Replicas may share the folder, so nothing is locked; what is done at once must come out as if done in turn. */
class LocalFolderTest {
    private static final int RIVALS = 4;

    @TempDir
    Path root;

    @RepeatedTest(20)
    void ofManyThatCompleteAtOnceOneDoesAndTheOthersFindItDone() throws Exception {
        LocalFolder folder = LocalFolder.at(root);
        ObjectKey key = new ObjectKey(UUID.randomUUID(), UUID.randomUUID());
        String upload = folder.start(key);
        for (int number = 1; number <= 5; number++) {
            folder.write(key, upload, number, 1, new ByteArrayInputStream(new byte[] {(byte) number}));
        }
        List<Part> parts = folder.parts(key, upload);
        List<String> outcomes = atOnce(() -> {
            try {
                // As a finisher does: he lists anew before he completes.
                assertThat(folder.parts(key, upload)).isEqualTo(parts);
                folder.complete(key, upload, parts);
                return "done";
            } catch (StorageFailure e) {
                assertThat(e.reason()).isEqualTo(Reason.NO_SUCH_UPLOAD);
                assertThat(folder.stat(key)).isNotNull();
                return "found";
            }
        });
        assertThat(outcomes).containsOnlyOnce("done").contains("found");
        assertThat(folder.open(key, 0, 10).readAllBytes()).containsExactly(1, 2, 3, 4, 5);
    }

    private static List<String> atOnce(Callable<String> task) throws Exception {
        CyclicBarrier start = new CyclicBarrier(RIVALS);
        List<Future<String>> running = new ArrayList<>();
        try (ExecutorService rivals = Executors.newFixedThreadPool(RIVALS)) {
            for (int i = 0; i < RIVALS; i++) {
                running.add(rivals.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
        }
        List<String> outcomes = new ArrayList<>();
        for (Future<String> one : running) {
            outcomes.add(one.get());
        }
        return outcomes;
    }
}
