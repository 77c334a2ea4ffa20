package io.viralforge.worker;

import io.viralforge.recipe.Recipe;
import io.viralforge.worker.media.Inspection;
import io.viralforge.worker.media.Progress;
import io.viralforge.worker.media.Rendering;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the agent wants of the media engine. Both calls block and leave no child process when interrupted. */
interface Engine {
    Inspection inspect(Path file, boolean isSalvage, Progress.Listener listener) throws InterruptedException;

    /**
     * Renders a recipe and verifies the result.
     *
     * @param folder is empty, takes the result, and is deleted by the caller
     * @param gpu the number of the GPU that may be used; null: none
     */
    Rendering render(Recipe recipe, List<Path> inputs, Path folder, @Nullable Integer gpu, Progress.Listener listener)
            throws InterruptedException;
}
