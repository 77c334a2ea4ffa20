package io.viralforge.worker;

import io.viralforge.recipe.Recipe;
import io.viralforge.worker.media.Inspection;
import io.viralforge.worker.media.MediaFacts;
import io.viralforge.worker.media.Progress;
import io.viralforge.worker.media.Progress.Stage;
import io.viralforge.worker.media.RefusalCode;
import io.viralforge.worker.media.Rendering;
import io.viralforge.worker.media.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An engine that "renders" by copying its input, waits where it is told to, and can be told to fail. */
final class FakeEngine implements Engine {
    static final MediaFacts VIDEO = new MediaFacts(
            MediaFacts.Kind.VIDEO,
            "video/mp4",
            Duration.ofSeconds(3),
            1080,
            1920,
            30.0,
            true,
            List.of("h264", "aac"),
            List.of(),
            List.of());
    static final MediaFacts POSTER = new MediaFacts(
            MediaFacts.Kind.IMAGE, "image/jpeg", null, 1080, 1920, null, false, List.of("mjpeg"), List.of(), List.of());

    /** One permit for each render that may go on; by default all may. */
    final Semaphore gate = new Semaphore(1_000_000);

    /** One permit for each render that has begun. */
    final Semaphore begun = new Semaphore(0);

    final AtomicInteger interrupted = new AtomicInteger();
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();

    /** Which GPU each render was given, in their order; -1 stands for none. */
    final List<Integer> gpus = new CopyOnWriteArrayList<>();

    volatile @Nullable Rendering outcome;
    volatile @Nullable RuntimeException failure;
    volatile @Nullable Duration remaining;

    /** Renders wait from now on, until the gate is released. */
    void hold() {
        gate.drainPermits();
    }

    @Override
    public Inspection inspect(Path file, boolean isSalvage, Progress.Listener listener) {
        listener.onProgress(new Progress(Stage.VERIFY, 0.5, null, 0.5));
        return read(file).contains("bad")
                ? new Inspection.Refused(RefusalCode.CORRUPT, "It does not decode.", usage())
                : new Inspection.Usable(VIDEO, usage());
    }

    @Override
    public Rendering render(
            Recipe recipe, List<Path> inputs, Path folder, @Nullable Integer gpu, Progress.Listener listener)
            throws InterruptedException {
        gpus.add(gpu == null ? -1 : gpu);
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        begun.release();
        try {
            listener.onProgress(new Progress(Stage.RENDER, 0.5, remaining, 0.75));
            gate.acquire();
            var thrown = failure;
            if (thrown != null) {
                throw thrown;
            }
            var told = outcome;
            return told != null ? told : copy(inputs.getFirst(), folder);
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw e;
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private static Rendering copy(Path input, Path folder) {
        try {
            var video = Files.writeString(folder.resolve("video.mp4"), "video of " + read(input));
            var poster = Files.writeString(folder.resolve("poster.jpg"), "poster");
            return new Rendering.Rendered(video, poster, VIDEO, POSTER, null, List.of("odd"), usage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Usage usage() {
        return new Usage(1.5, 0, 0.5, 1 << 20);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
