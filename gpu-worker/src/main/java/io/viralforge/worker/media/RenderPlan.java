package io.viralforge.worker.media;

import io.viralforge.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a render's command is made of: the recipe, what was found out about the clip, and what was drawn.
 *
 * @param frames how many the result has
 * @param posterFrame which of them is the poster
 * @param preroll seconds that are decoded before the part begins, so that what is on screen then is known
 * @param sound what is done to the sound
 * @param layers what is laid over the picture, lowest first
 * @param video where the result goes
 * @param poster where the poster goes
 * @param gpu the number of the GPU that decodes; null: the processor does
 */
record RenderPlan(
        Recipe recipe,
        Clip clip,
        long frames,
        long posterFrame,
        double preroll,
        Sound sound,
        List<Layer> layers,
        Path video,
        Path poster,
        @Nullable Integer gpu) {
    RenderPlan {
        layers = List.copyOf(layers);
    }

    /** Where decoding begins, in seconds of the file's timeline. */
    double seek() {
        return recipe.source().from().toMillis() / 1e3 - preroll;
    }

    /** Length of the picture in seconds. */
    double seconds() {
        return (double) frames / recipe.canvas().frameRate();
    }

    /** Something laid over the picture: an input of its own, and where it goes. */
    sealed interface Layer {
        int x();

        int y();

        /** Drawn pictures, each shown for a while: a list for FFmpeg's concat demuxer. */
        record Sequence(Path list, int x, int y) implements Layer {}

        /** A drawn picture that fades out. */
        record Opening(Path picture, double seconds, int x, int y) implements Layer {}

        /** A drawn picture that stays. */
        record Drawn(Path picture, int x, int y) implements Layer {}

        /** A stranger's picture, scaled, that stays. */
        record Image(Clip still, int width, int height, double opacity, int x, int y) implements Layer {}
    }

    /** Whether frames are dropped or repeated before anything else is done to them. */
    boolean isRateFirst() {
        return preroll > 0 || clip.video().frameRate() >= recipe.canvas().frameRate();
    }

    Track.@Nullable Audio audio() {
        return sound instanceof Sound.Taken ? clip.audio() : null;
    }
}
