package io.viralforge.worker;

import io.viralforge.recipe.Recipe;
import io.viralforge.worker.media.Inspection;
import io.viralforge.worker.media.MediaEngine;
import io.viralforge.worker.media.Progress;
import io.viralforge.worker.media.Rendering;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The media engine as the agent's. */
record FfmpegEngine(MediaEngine engine) implements Engine {
    @Override
    public Inspection inspect(Path file, boolean isSalvage, Progress.Listener listener) throws InterruptedException {
        return engine.inspect(file, isSalvage, listener);
    }

    @Override
    public Rendering render(
            Recipe recipe, List<Path> inputs, Path folder, @Nullable Integer gpu, Progress.Listener listener)
            throws InterruptedException {
        return engine.on(gpu).render(recipe, inputs, folder, listener);
    }
}
