package io.viralforge.worker;

import io.viralforge.client.Backoff;
import io.viralforge.client.TokenSource;
import io.viralforge.client.TransferSettings;
import io.viralforge.client.Transfers;
import io.viralforge.recipe.Recipe;
import io.viralforge.recipe.RendererVersion;
import io.viralforge.trace.Tracing;
import io.viralforge.worker.media.Inspection;
import io.viralforge.worker.media.MachineProbe.Capabilities;
import io.viralforge.worker.media.Progress;
import io.viralforge.worker.media.Progress.Stage;
import io.viralforge.worker.media.Rendering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker as it is, but for its engine, which takes its time and no processor: so that three of them can be killed again
 * and again on a small machine. Takes the server's address, a token, a folder and the milliseconds of a render.
 */
final class ChaosWorker {
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
    private static final int RENDERS = 2;

    private ChaosWorker() {}

    public static void main(String[] args) throws Exception {
        var can = new Capabilities(8, 8L << 30, List.of(), List.of("libx264", "aac"), List.of("h264"), "8.0");
        var version = "test";
        try (var folder = WorkFolder.take(Path.of(args[2]));
                var transfers = new Transfers(TransferSettings.usual());
                var server = new Server(URI.create(args[0]), TokenSource.of(args[1]), BACKOFF, version)) {
            var name = folder.instanceKey();
            new Agent(
                            server,
                            new Identity(name, name, version, RendererVersion.CURRENT, can, List.of(), List.of()),
                            AgentSettings.usual(RENDERS, Room.of(Room.ANY, can.memoryBytes()), Duration.ZERO),
                            new InputCache(folder.cache(), 1 << 20, transfers, Clock.systemUTC()),
                            transfers,
                            new Patient(Duration.ofMillis(Long.parseLong(args[3]))),
                            folder,
                            BACKOFF,
                            Tracing.of("test", null))
                    .run();
        }
    }

    /** "Renders" the recipe's own text. */
    private record Patient(Duration time) implements Engine {
        @Override
        public Inspection inspect(Path file, boolean isSalvage, Progress.Listener listener) {
            return new Inspection.Usable(FakeEngine.VIDEO, FakeEngine.usage());
        }

        @Override
        public Rendering render(
                Recipe recipe, List<Path> inputs, Path folder, @Nullable Integer gpu, Progress.Listener listener)
                throws InterruptedException {
            listener.onProgress(new Progress(Stage.RENDER, 0.5, null, 0.1));
            Thread.sleep(time);
            try {
                var video = Files.writeString(folder.resolve("video.mp4"), recipe.canonical());
                var poster = Files.writeString(folder.resolve("poster.jpg"), "poster of " + recipe.canonical());
                return new Rendering.Rendered(
                        video, poster, FakeEngine.VIDEO, FakeEngine.POSTER, null, List.of(), FakeEngine.usage());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
