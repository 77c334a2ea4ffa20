package io.viralforge.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.storage.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for whom: both threads are busy until a test opens the doors, one after the other. */
class ChecksumsTest {
    private final Checksums checksums = new Checksums();
    private final CountDownLatch firstDoor = new CountDownLatch(1);
    private final CountDownLatch secondDoor = new CountDownLatch(1);
    private final List<String> read = Collections.synchronizedList(new ArrayList<>());
    private final UUID ann = UUID.randomUUID();
    private final UUID bob = UUID.randomUUID();

    @BeforeEach
    void occupy() throws InterruptedException {
        for (CountDownLatch door : List.of(firstDoor, secondDoor)) {
            var begun = new CountDownLatch(1);
            Upload upload = upload(UUID.randomUUID(), false);
            Future<?> busy = checksums.queued(upload, () -> {
                begun.countDown();
                door.await();
                return verified(upload);
            });
            begun.await();
            assertThat(busy.isDone()).isFalse();
        }
    }

    @AfterEach
    void close() {
        checksums.close();
    }

    @Test
    void whoAsksForTheSameUploadWaitsForTheSameCheck() throws Exception {
        Upload upload = upload(ann, false);
        Future<?> first = queue(upload, "first");
        Future<?> second = queue(upload, "second");
        firstDoor.countDown();
        assertThat(second.get()).isEqualTo(first.get());
        assertThat(read).containsExactly("first");
    }

    @Test
    void studiosTakeTurnsAndSoDoPeopleAndWorkers() throws Exception {
        var _ = queue(upload(ann, false), "Ann 1");
        var _ = queue(upload(ann, false), "Ann 2");
        Future<?> last = queue(upload(ann, false), "Ann 3");
        var _ = queue(upload(bob, false), "Bob 1");
        var _ = queue(upload(ann, true), "Ann's result");
        firstDoor.countDown();
        last.get();
        assertThat(read).containsExactly("Ann 1", "Bob 1", "Ann's result", "Ann 2", "Ann 3");
    }

    @Test
    void aStudiosPeopleHaveSoManyFilesWait() throws Exception {
        List<Future<?>> most = new ArrayList<>();
        for (int i = 0; i < Checksums.MOST_WAITING; i++) {
            most.add(queue(upload(ann, false), "Ann"));
        }
        Future<Outcome<VerifiedUpload>> tooMany = queue(upload(ann, false), "too many");
        assertThat(tooMany.get())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.errors().toString()).contains(UserErrorCode.QUEUE_FULL.name()));
        Future<?> others = queue(upload(bob, false), "Bob");
        Future<?> result = queue(upload(ann, true), "result");
        firstDoor.countDown();
        others.get();
        result.get();
        most.getLast().get();
        assertThat(read).contains("Bob", "result").doesNotContain("too many");
    }

    @Test
    void whatFailedIsCheckedAnewWhenAskedAgain() throws Exception {
        Upload upload = upload(ann, false);
        Future<?> failing = checksums.queued(upload, () -> {
            throw new IllegalStateException("away");
        });
        Future<?> behind = queue(upload(ann, false), "behind");
        firstDoor.countDown();
        behind.get();
        assertThat(failing.state()).isEqualTo(Future.State.FAILED);
        queue(upload, "again").get();
        assertThat(read).containsExactly("behind", "again");
    }

    private Future<Outcome<VerifiedUpload>> queue(Upload upload, String name) {
        return checksums.queued(upload, () -> {
            read.add(name);
            return verified(upload);
        });
    }

    private static Outcome<VerifiedUpload> verified(Upload upload) {
        return Outcome.done(new VerifiedUpload(upload, true));
    }

    private static Upload upload(UUID studio, boolean isOutput) {
        return new Upload(
                studio,
                UUID.randomUUID(),
                UploadState.OPEN,
                isOutput,
                "clip.mp4",
                1,
                "0".repeat(64),
                1,
                new ObjectKey(studio, UUID.randomUUID()),
                null,
                false,
                null,
                Instant.EPOCH);
    }
}
