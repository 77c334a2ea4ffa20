package io.viralforge.worker.media;

import io.viralforge.recipe.Recipe;
import io.viralforge.worker.media.Rendering.Failed;
import io.viralforge.worker.media.Rendering.Rendered;
import java.nio.file.Path;
import java.util.List;

/** Renders for tests. */
final class Renders {
    private Renders() {}

    static Rendered rendered(Recipe recipe, List<Path> inputs, Path folder) throws InterruptedException {
        return rendered(TestFfmpeg.ENGINE, recipe, inputs, folder);
    }

    static Rendered rendered(MediaEngine engine, Recipe recipe, List<Path> inputs, Path folder)
            throws InterruptedException {
        return switch (engine.render(recipe, inputs, folder, Progress.Listener.NONE)) {
            case Rendered rendered -> rendered;
            case Failed failed -> throw new AssertionError(failed);
        };
    }
}
